package dns

import (
	"strconv"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// look reports what is suspicious in the bytes of a message. Its sender accepts a size by an OPT record, 0 without one.
func (s *session) look(c *l7.Ctx, data []byte, accepts uint16) {
	if !s.text && c.Wants(risk.InvalidCharacters) {
		if n := (Name{data, HeaderLength}); n.hasInvalid() {
			c.Risk(risk.InvalidCharacters, string(n.appendShown(nil)))
		}
	}
	if !s.text && !s.stream && c.Wants(risk.LargeDNS) {
		if most := max(c.Threshold(risk.DNSMessageSize), int64(accepts)); int64(len(data)) > most && len(data) == c.Length() {
			c.Risk(risk.LargeDNS, strconv.Itoa(len(data))+" bytes")
		}
	}
}

// hasInvalid reports whether a name has a character that names of hosts and services do not have, up to where it is malformed.
func (n Name) hasInvalid() bool {
	for l := n.labels(); l.next(); {
		for _, c := range l.label {
			if !isHostByte[c] {
				return true
			}
		}
	}
	return false
}
