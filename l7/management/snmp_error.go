package management

import (
	"strconv"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
	"github.com/nfstream/nfstream-go/risk"
)

// snmpSession takes the record from the first message. Further ones are read only for the errors of responses.
type snmpSession struct{ read bool }

func (s *snmpSession) Read(c *l7.Ctx) l7.Verdict {
	if !s.read {
		s.read = true
		readSNMP(c)
	}
	if !c.Wants(risk.ErrorCode) {
		return l7.Match
	}
	if status := snmpError(c.Data); status != 0 {
		c.Risk(risk.ErrorCode, "SNMP "+strconv.Itoa(int(status)))
		return l7.Match
	}
	return l7.More
}

func (s *snmpSession) Close(*l7.Ctx) {}

func (s *snmpSession) Reset() { *s = snmpSession{} }

// Holds returns what a session takes.
func (s *snmpSession) Holds() int { return 8 }

const snmpResponse = 0xa2

// snmpError returns the error-status of a response of version 1 or 2c (RFC 3416, section 3), 0 if there is none.
func snmpError(data []byte) uint8 {
	r := wire.NewCursor(data)
	r.BER()
	version := r.Element(tagInteger)
	r.Element(tagOctets)
	tag, _ := r.BER()
	r.Element(tagInteger)
	status := r.Element(tagInteger)
	if !r.OK() || version.Uint8() > 1 || tag != snmpResponse || status.Len() != 1 {
		return 0
	}
	return status.Uint8()
}
