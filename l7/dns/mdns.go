//go:build !tiny

package dns

import (
	"bytes"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Services is what the PTR records of mDNS say (RFC 6763, section 4.1), from the first messages of a flow: MaxServices
// texts each, without repetition, in the case in which they were sent. A comma in a name is a space.
type Services struct {
	Types  []string // such as _ipp._tcp.local
	Target []string // what the records lead to: instances of services, types of services, hosts
}

// MaxServices bounds each list of Services.
const MaxServices = 16

func mdnsColumns() []*metadata.Column {
	return append(columns(),
		metadata.Texts("mdns_services", "types of services that PTR records of answers announce, the first 16",
			func(m *Services) []string { return m.Types }),
		metadata.Texts("mdns_ptr", "what PTR records of answers lead to, the first 16",
			func(m *Services) []string { return m.Target }))
}

// browse is the name under which hosts list the types of their services (RFC 6763, section 9).
const browse = "_services._dns-sd._udp.local"

// mdnsSession reads a flow of mDNS. It collects services from further messages too, since a flow to the group has no
// other end and no last response.
type mdnsSession struct {
	session
	messages int
}

// Read reads a datagram.
func (s *mdnsSession) Read(c *l7.Ctx) l7.Verdict {
	s.messages++
	if !s.done {
		s.message(c, c.Data)
	}
	if m, err := Parse(c.Data); err == nil && m.Answers > 0 {
		s.services(c, &m)
	}
	if s.messages == maxMessages {
		return l7.Match
	}
	return l7.More
}

func (s *mdnsSession) services(c *l7.Ctx, m *Message) {
	for r := m.EachAnswer(); r.Next(); {
		target, ok := r.Target()
		if r.Type != TypePTR || !ok || target.IsRoot() {
			continue
		}
		d := l7.Record[Services](c)
		s.name = r.Name.appendSent(s.name[:0])
		begin := len(s.name)
		s.name = target.appendSent(s.name)
		owner, to := s.name[:begin], s.name[begin:]
		if string(bytes.ToLower(owner)) == browse {
			collect(&d.Types, to)
		} else if len(owner) > 0 && owner[0] == '_' {
			collect(&d.Types, owner)
		}
		collect(&d.Target, to)
	}
}

// collect adds a text to a list that has not got it yet.
func collect(list *[]string, text []byte) {
	if len(*list) == MaxServices {
		return
	}
	for _, t := range *list {
		if t == string(text) {
			return
		}
	}
	*list = append(*list, string(text))
}

// appendSent appends the name as it was sent, with a question mark for each byte that is not text, and a space for a comma.
func (n Name) appendSent(dst []byte) []byte {
	begin := len(dst)
	for l := n.labels(); l.next(); {
		if len(dst) > begin {
			dst = append(dst, '.')
		}
		for rest := l.label; len(rest) > 0; {
			size := textLength(rest)
			switch {
			case size == 0:
				dst = append(dst, '?')
				size = 1
			case rest[0] == ',':
				dst = append(dst, ' ')
			default:
				dst = append(dst, rest[:size]...)
			}
			rest = rest[size:]
		}
	}
	return dst
}

// Reset makes the session as good as new.
func (s *mdnsSession) Reset() {
	s.session.Reset()
	s.messages = 0
}
