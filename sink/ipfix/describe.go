package ipfix

import "github.com/nfstream/nfstream-go/column"

// Element says what a column is as an information element.
type Element struct {
	Enterprise uint32 // 0 for IANA's; 29305 for those of the packets from the destination (RFC 5103)
	ID         uint16
	Type       string // the abstract data type of RFC 7012, section 3.1
	Implied    bool   // other elements of a whole flow say it, so that it is sent only without one of these
}

// typeNames are the data types by their numbers.
var typeNames = [...]string{"octetArray", "unsigned8", "unsigned16", "unsigned32", "unsigned64", "signed8", "signed16", "signed32",
	"signed64", "float32", "float64", "boolean", "macAddress", "string", "dateTimeSeconds", "dateTimeMilliseconds",
	"dateTimeMicroseconds", "dateTimeNanoseconds", "ipv4Address", "ipv6Address"}

// ElementOf returns the element of a column of IPFIX. That of an address is of IPv4.
func ElementOf(c *column.Column) Element {
	s := selection{settings: defaults(Options{})}
	e := s.of(c, nil, false)
	return Element{Enterprise: e.enterprise, ID: e.id, Type: typeNames[e.kind], Implied: s.of(c, nil, true).put == nil}
}
