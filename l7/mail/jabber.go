package mail

import (
	"bytes"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
)

// jabber is XMPP (RFC 6120, sections 4.2 and 5.4): an XML stream, in which TLS may begin.
func jabber() l7.Proto {
	return l7.Proto{
		ID: categories.Jabber, On: l7.TCP, Ports: []uint16{5222, 5269}, First: l7.Bytes('<'), Probe: probeJabber,
		Session: func() l7.Session { return new(xmppSession) },
		Samples: l7.Samples("<?xml version='1.0'?><stream:stream to='example.com' xmlns='jabber:client' ",
			"<stream:stream xmlns='jabber:client' to=\"example.com\" version='1.0'>"),
	}
}

func probeJabber(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if v := l7.Prefix(b, "<?xml", "<stream:stream"); v != l7.Match {
		return v
	}
	b = b[:min(len(b), lines.Max)]
	i := bytes.Index(b, []byte("<stream:stream"))
	switch {
	case i < 0 && len(b) < lines.Max && !anotherElement(b):
		return l7.More
	case i < 0:
		return l7.Reject
	}
	tag, _, whole := bytes.Cut(b[i:], []byte(">"))
	switch {
	case bytes.Contains(tag, []byte("jabber:")), bytes.Contains(tag, []byte("etherx.jabber.org")):
		return l7.Match
	case whole || len(b) == lines.Max:
		return l7.Reject
	}
	return l7.More
}

// anotherElement reports whether an element that is none of a stream follows the declaration.
func anotherElement(b []byte) bool {
	i := bytes.Index(b, []byte("?>"))
	if i < 0 {
		return false
	}
	rest := bytes.TrimLeft(b[i+2:], " \r\n\t")
	return l7.Prefix(rest, "<stream:stream") == l7.Reject
}

// xmppSession reads whom the stream is to, and hands over to TLS.
type xmppSession struct {
	tag   [2][]byte // by direction, the tag that has begun
	named bool
	asked uint8 // a direction that wants TLS, plus 1
}

// Read reads bytes of a direction.
func (s *xmppSession) Read(c *l7.Ctx) l7.Verdict {
	for data := c.Data; len(data) > 0; {
		tag := s.tag[c.Dir]
		if len(tag) == 0 {
			begin := bytes.IndexByte(data, '<')
			if begin < 0 {
				break
			}
			data = data[begin:]
		}
		end := bytes.IndexByte(data, '>')
		part := data[:end+1]
		if end < 0 {
			part = data
		}
		tag = append(tag, part[:min(len(part), lines.Max-len(tag))]...)
		s.tag[c.Dir], data = tag, data[len(part):]
		if end < 0 {
			break
		}
		s.tag[c.Dir] = tag[:0]
		if s.read(c, tag) {
			c.Handover(data, nil)
			break
		}
	}
	return l7.More
}

// read reads a tag, and reports whether TLS begins after it.
func (s *xmppSession) read(c *l7.Ctx, tag []byte) bool {
	switch {
	case bytes.HasPrefix(tag, []byte("<starttls")): // of the server it is a feature
		s.asked = c.Dir + 1
	case bytes.HasPrefix(tag, []byte("<proceed")):
		return s.asked == 2-c.Dir
	case !s.named && bytes.HasPrefix(tag, []byte("<stream:stream")):
		s.named = nameXMPP(c, tag)
	}
	return false
}

// nameXMPP reads the server's name from the attribute "to" of a stream (section 4.7.2).
func nameXMPP(c *l7.Ctx, tag []byte) bool {
	i := bytes.Index(tag, []byte("to="))
	if i < 1 || i+4 >= len(tag) || bytes.IndexByte([]byte(" '\"\n"), tag[i-1]) < 0 {
		return false
	}
	name := tag[i+4:]
	end := bytes.IndexByte(name, tag[i+3])
	if end < 0 || !hostname(name[:end]) {
		return false
	}
	c.SetServerName(string(bytes.ToLower(name[:end])))
	return true
}

// Awaits is true: whether TLS begins may show late (l7.Awaiter).
func (s *xmppSession) Awaits(uint8) bool { return s.asked != 0 }

// Close has nothing to add.
func (s *xmppSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *xmppSession) Reset() { *s = xmppSession{tag: [2][]byte{s.tag[0][:0], s.tag[1][:0]}} }

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *xmppSession) Holds() int { return int(unsafe.Sizeof(*s)) + cap(s.tag[0]) + cap(s.tag[1]) }
