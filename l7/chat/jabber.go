//go:build !nfstream_no_chat

package chat

import (
	"bytes"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// jabber returns XMPP by the head of a stream (RFC 6120, section 4.7).
func jabber() l7.Proto {
	return l7.Proto{
		ID: categories.Jabber, On: l7.TCP, Ports: []uint16{5222, 5269}, First: l7.Bytes('<', ' ', '\r', '\n'), Probe: probeJabber,
		Session: newJabberSession,
		Samples: l7.Samples("<?xml version='1.0'?><stream:stream xmlns='jabber:client' to='example.test'>",
			"<stream:stream to=\"example.test\" xmlns=\"jabber:server\">"),
	}
}

const stream = "<stream:stream"

// longestDeclaration bounds the declaration of XML before the head.
const longestDeclaration = 128

func probeJabber(c *l7.Ctx) l7.Verdict {
	b := bytes.TrimLeft(c.Data, " \r\n")
	if len(b) == 0 {
		return l7.More
	}
	if v := l7.Prefix(b, stream); v != l7.Reject {
		return v
	}
	if v := l7.Prefix(b, "<?xml"); v != l7.Match {
		return v
	}
	declaration, rest, ok := bytes.Cut(b[:min(len(b), longestDeclaration)], []byte("?>"))
	if !ok {
		if len(declaration) == longestDeclaration {
			return l7.Reject
		}
		return l7.More
	}
	if rest = bytes.TrimLeft(rest, " \r\n"); len(rest) == 0 {
		return l7.More
	}
	return l7.Prefix(rest, stream)
}

// jabberSession reads the head of the stream that either side sends first, for whom it is.
type jabberSession struct {
	head [2][]byte // by direction
}

// longestHead bounds what is kept of a head.
const longestHead = 1024

func newJabberSession() l7.Session { return new(jabberSession) }

// Read takes bytes of a direction until the head ends.
func (s *jabberSession) Read(c *l7.Ctx) l7.Verdict {
	head := &s.head[c.Dir&1]
	*head = append(*head, c.Data[:min(len(c.Data), longestHead-len(*head))]...)
	if i := bytes.Index(*head, []byte(stream)); i < 0 || bytes.IndexByte((*head)[i:], '>') < 0 {
		if len(*head) < longestHead {
			return l7.More
		}
	}
	nameJabber(c, *head)
	return l7.Match
}

// Close has nothing to add.
func (s *jabberSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *jabberSession) Reset() { s.head[0], s.head[1] = s.head[0][:0], s.head[1][:0] }

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *jabberSession) Holds() int { return int(unsafe.Sizeof(*s)) + cap(s.head[0]) + cap(s.head[1]) }

// nameJabber tells whom a stream is for.
func nameJabber(c *l7.Ctx, head []byte) {
	if i := bytes.Index(head, []byte(stream)); i >= 0 {
		head, _, _ = bytes.Cut(head[i:], []byte{'>'})
	}
	i := bytes.Index(head, []byte("to="))
	if i <= 0 || len(head) < i+5 || head[i-1] > '\'' { // blanks or the end of another attribute come before it
		return
	}
	host, _, ok := bytes.Cut(head[i+4:], head[i+3:i+4])
	if !ok {
		return
	}
	c.Labels().ServerName = string(bytes.ToLower(host))
	if bytes.HasSuffix(host, []byte("truphone.com")) {
		c.SetApplication(categories.TruPhone)
	}
}
