package mail

import (
	"bytes"

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
	case bytes.Contains(b[i:], []byte("jabber:")), bytes.Contains(b[i:], []byte("etherx.jabber.org")):
		return l7.Match
	case len(b) == lines.Max || bytes.IndexByte(b[i:], '>') >= 0:
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
	named bool
	asked uint8 // a direction that wants TLS, plus 1
}

// Read takes bytes of a direction. An element that is split is not looked for.
func (s *xmppSession) Read(c *l7.Ctx) l7.Verdict {
	if !s.named {
		s.named = nameXMPP(c)
	}
	if i := bytes.Index(c.Data, []byte("<proceed")); i >= 0 && s.asked == 2-c.Dir {
		if end := bytes.IndexByte(c.Data[i:], '>'); end >= 0 {
			c.Handover(c.Data[i+end+1:], nil)
		}
		return l7.More
	}
	if bytes.Contains(c.Data, []byte("<starttls")) && !bytes.Contains(c.Data, []byte("features")) {
		s.asked = c.Dir + 1
	}
	return l7.More
}

// nameXMPP takes the server's name from the attribute "to" of a stream (section 4.7.2).
func nameXMPP(c *l7.Ctx) bool {
	i := bytes.Index(c.Data, []byte("to="))
	if i < 1 || i+4 >= len(c.Data) || bytes.IndexByte([]byte(" '\"\n"), c.Data[i-1]) < 0 {
		return false
	}
	name := c.Data[i+4:]
	end := bytes.IndexByte(name, c.Data[i+3])
	if end < 0 || !hostname(name[:end]) {
		return false
	}
	c.SetServerName(string(bytes.ToLower(name[:end])))
	return true
}

// Close has nothing to add.
func (s *xmppSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *xmppSession) Reset() { *s = xmppSession{} }

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *xmppSession) Holds() int { return 2 }
