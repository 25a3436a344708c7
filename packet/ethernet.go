package packet

import "encoding/binary"

// EtherTypes (IEEE 802 Numbers of IANA).
const (
	etherTypeIPv4     = 0x0800
	etherTypeBridge   = 0x6558 // Transparent Ethernet Bridging (RFC 1701)
	etherTypeVLAN     = 0x8100
	etherTypeIPv6     = 0x86dd
	etherTypePPP      = 0x880b
	etherTypeMPLS     = 0x8847
	etherTypeMPLSMul  = 0x8848
	etherTypePPPoE    = 0x8864 // session stage
	etherTypeQinQ     = 0x88a8
	etherTypeQinQOld  = 0x9100
	etherTypeQinQOld2 = 0x9200
	etherTypeQinQOld3 = 0x9300

	maxLength8023 = 1500 // a type field up to this value is a length (IEEE 802.3, section 3.2.6)
)

const (
	ethernetLength = 14
	vlanLength     = 4
	maskVLAN       = 0x0fff
)

// ethernet reads a MAC header (IEEE 802.3, section 3.1.1).
func (f *frame) ethernet(p *Packet) Status {
	b := f.rest()
	if len(b) < ethernetLength {
		return LinkTruncated
	}
	p.setMACs(f.off, f.off+6)
	f.off += ethernetLength
	return f.etherType(binary.BigEndian.Uint16(b[12:]))
}

// vlan reads the identifier and the EtherType of a VLAN tag (IEEE 802.1Q, section 9.6). Identifier 0 means no VLAN.
func (f *frame) vlan(p *Packet) Status {
	b := f.rest()
	if len(b) < vlanLength {
		return LinkTruncated
	}
	if p.Key.VLAN == 0 {
		p.Key.VLAN = binary.BigEndian.Uint16(b) & maskVLAN
	}
	f.off += vlanLength
	return f.etherType(binary.BigEndian.Uint16(b[2:]))
}

// etherType sets the next header by a type or length field.
func (f *frame) etherType(t uint16) Status {
	switch t {
	case etherTypeIPv4:
		f.next = headerIPv4
	case etherTypeIPv6:
		f.next = headerIPv6
	case etherTypeVLAN, etherTypeQinQ, etherTypeQinQOld, etherTypeQinQOld2, etherTypeQinQOld3:
		f.next = headerVLAN
	case etherTypeMPLS, etherTypeMPLSMul:
		f.next = headerMPLS
	case etherTypePPPoE:
		f.next = headerPPPoE
	case etherTypePPP:
		f.next = headerPPP
	case etherTypeBridge:
		f.next = headerEthernet
	default:
		if t > maxLength8023 {
			return f.tagType(t)
		}
		f.next = headerLLC
	}
	return OK
}

// plausibleEthernet reports whether b looks like an Ethernet frame that carries IP.
func plausibleEthernet(b []byte) bool {
	if len(b) <= ethernetLength {
		return false
	}
	version := b[ethernetLength] >> 4
	switch t := binary.BigEndian.Uint16(b[12:]); t {
	case etherTypeIPv4:
		return version == 4
	case etherTypeIPv6:
		return version == 6
	case etherTypeVLAN, etherTypeQinQ, etherTypeMPLS:
		return true
	default:
		if t > maxLength8023 {
			return new(frame).tagType(t) == OK
		}
		return isSNAP(b[ethernetLength:])
	}
}
