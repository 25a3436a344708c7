package dns

import "strconv"

// Type is the type of a record or question.
type Type uint16

// The types that most messages have. Others are read as well, and their String is of the form TYPE123.
const (
	TypeA      Type = 1
	TypeNS     Type = 2
	TypeCNAME  Type = 5
	TypeSOA    Type = 6
	TypePTR    Type = 12
	TypeHINFO  Type = 13
	TypeMX     Type = 15
	TypeTXT    Type = 16
	TypeAAAA   Type = 28
	TypeSRV    Type = 33
	TypeNAPTR  Type = 35
	TypeDNAME  Type = 39
	TypeOPT    Type = 41
	TypeDS     Type = 43
	TypeRRSIG  Type = 46
	TypeNSEC   Type = 47
	TypeDNSKEY Type = 48
	TypeNSEC3  Type = 50
	TypeTLSA   Type = 52
	TypeSVCB   Type = 64
	TypeHTTPS  Type = 65
	TypeTKEY   Type = 249
	TypeTSIG   Type = 250
	TypeIXFR   Type = 251
	TypeAXFR   Type = 252
	TypeANY    Type = 255
	TypeCAA    Type = 257
)

var typeNames = map[Type]string{
	TypeA: "A", TypeNS: "NS", TypeCNAME: "CNAME", TypeSOA: "SOA", TypePTR: "PTR", TypeHINFO: "HINFO", TypeMX: "MX",
	TypeTXT: "TXT", TypeAAAA: "AAAA", TypeSRV: "SRV", TypeNAPTR: "NAPTR", TypeDNAME: "DNAME", TypeOPT: "OPT",
	TypeDS: "DS", TypeRRSIG: "RRSIG", TypeNSEC: "NSEC", TypeDNSKEY: "DNSKEY", TypeNSEC3: "NSEC3", TypeTLSA: "TLSA",
	TypeSVCB: "SVCB", TypeHTTPS: "HTTPS", TypeTKEY: "TKEY", TypeTSIG: "TSIG", TypeIXFR: "IXFR", TypeAXFR: "AXFR",
	TypeANY: "ANY", TypeCAA: "CAA",
}

// String returns the type's mnemonic, or TYPE and the number (RFC 3597, section 5).
func (t Type) String() string {
	if s, ok := typeNames[t]; ok {
		return s
	}
	return "TYPE" + strconv.Itoa(int(t))
}

// assigned reports whether the type is one that IANA's registry of resource record types holds. NIMLOC is left out: no
// DNS has it, and NetBIOS has its number for names (RFC 1002, section 4.2.1.3).
func (t Type) assigned() bool {
	const nimloc = 32
	switch {
	case t == nimloc:
		return false
	case 1 <= t && t <= 68, 99 <= t && t <= 109, t == 128, 249 <= t && t <= 264, t == 32768, t == 32769:
		return true
	}
	return false
}

// Class is the class of a record or question.
type Class uint16

// The classes (RFC 6895, section 3.2).
const (
	ClassIN   Class = 1
	ClassCH   Class = 3
	ClassHS   Class = 4
	ClassNONE Class = 254
	ClassANY  Class = 255
)

// Base returns the class without the bit that mDNS uses otherwise: in a question for a unicast response, in a record to
// flush the cache (RFC 6762, sections 5.4 and 10.2).
func (c Class) Base() Class { return c &^ 0x8000 }

func (c Class) assigned() bool {
	switch c.Base() {
	case ClassIN, ClassCH, ClassHS, ClassNONE, ClassANY:
		return true
	}
	return false
}

// Opcode is the kind of a query.
type Opcode uint8

// The operations (RFC 6895, section 2.2).
const (
	OpcodeQuery  Opcode = 0
	OpcodeNotify Opcode = 4
	OpcodeUpdate Opcode = 5
)

// RCode is a response code (RFC 6895, section 2.3).
type RCode uint16

// The response codes of RFC 1035.
const (
	RCodeSuccess        RCode = 0
	RCodeFormatError    RCode = 1
	RCodeServerFailure  RCode = 2
	RCodeNameError      RCode = 3
	RCodeNotImplemented RCode = 4
	RCodeRefused        RCode = 5
)
