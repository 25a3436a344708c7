//go:build !tiny

package http

import (
	"bytes"
	"unsafe"

	"github.com/nfstream/nfstream-go/internal/magic"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/risk"
)

// peeks keep how the bodies of the first request and of its response begin. Only a session that is asked for content has them.
type peeks struct {
	dirs     [2]peek
	response uint8 // the direction of the response, once there is one
}

// peek is the start of a body, with the first line of a chunk before it if the body comes in chunks.
type peek struct {
	bytes   [maxPeek]byte
	n       int
	left    int64 // how much more there may be
	used    bool  // a body was looked at, or there was none
	open    bool  // not judged yet
	chunked bool
	text    bool // the type of the content promises a text
}

// maxPeek has room for what magic.Of needs and for the first line of a chunk.
const maxPeek = magic.Need + 32

// opens begins to look at the body of the first message of a direction.
func (s *session) opens(c *l7.Ctx, f *Framing, has bool, contentType []byte, fields Fields) {
	if !c.LooksAtContent() {
		return
	}
	if s.peeks == nil {
		s.peeks = new(peeks)
	}
	p := &s.peeks.dirs[c.Dir]
	if p.used {
		return
	}
	p.used, p.open, p.left, p.chunked = true, has, maxPeek, f.Chunked
	if f.ContentLength >= 0 && !f.Coded {
		p.left = min(f.ContentLength, maxPeek)
	}
	p.text = p.open && promisesText(contentType) && fields.Get("content-encoding") == nil
	p.open = p.open && p.left > 0 && f.Coded == f.Chunked
}

// answered notes the direction of the response.
func (s *session) answered(dir uint8) {
	if s.peeks != nil {
		s.peeks.response = dir
	}
}

// promisesText reports whether content of a type is readable by people.
func promisesText(contentType []byte) bool {
	t := MediaType(contentType)
	return hasPrefixFold(t, "text/") || hasPrefixFold(t, "application/json") || hasPrefixFold(t, "application/x-www-form-urlencoded")
}

func hasPrefixFold(b []byte, lower string) bool {
	return len(b) >= len(lower) && foldEqual(b[:len(lower)], lower)
}

// peek takes bytes of a body, and judges it once there are enough.
func (s *session) peek(c *l7.Ctx, data []byte) {
	if s.peeks == nil || !s.peeks.dirs[c.Dir].open {
		return
	}
	p := &s.peeks.dirs[c.Dir]
	n := copy(p.bytes[p.n:], data[:min(int64(len(data)), p.left)])
	p.n += n
	if p.left -= int64(n); p.left == 0 {
		p.judge(c)
	}
}

// peeking reports whether more of the response's body is of interest.
func (s *session) peeking() bool { return s.peeks != nil && s.peeks.dirs[s.peeks.response].open }

// closePeeks judges what there is of bodies.
func (s *session) closePeeks(c *l7.Ctx) {
	if s.peeks == nil {
		return
	}
	for d := range s.peeks.dirs {
		s.peeks.dirs[d].judge(c)
	}
}

func (s *session) resetPeeks() {
	if s.peeks != nil {
		*s.peeks = peeks{}
	}
}

func (p *peeks) holds() int {
	if p == nil {
		return 0
	}
	return int(unsafe.Sizeof(*p))
}

// judge writes down what the body is. The first kind that is known counts.
func (p *peek) judge(c *l7.Ctx) {
	if !p.open {
		return
	}
	p.open = false
	b := p.bytes[:p.n]
	if p.chunked {
		var whole bool
		if _, b, whole = bytes.Cut(b, []byte{'\n'}); !whole {
			return
		}
	}
	kind := magic.Of(b)
	if kind != 0 {
		if m := l7.Record[metadata.Content](c); m.Kind == 0 {
			m.Kind = kind
		}
	}
	if p.text && kind.Class() != magic.Archive && !readable(b) {
		c.Risk(risk.SuspiciousContent, "text that begins with "+hexOf(b[:4]))
	}
}

// readable reports whether a text may begin so: with printable ASCII, UTF-8 beyond ASCII, or the mark of a byte order.
func readable(b []byte) bool {
	if len(b) < 4 || bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return true
	}
	return isUTF8Text(b[:4])
}

// isUTF8Text reports whether bytes are printable in UTF-8. The last character may be cut.
func isUTF8Text(b []byte) bool {
	for len(b) > 0 {
		c := b[0]
		switch {
		case c == '\t' || c == '\r' || c == '\n' || ' ' <= c && c < 0x7f:
			b = b[1:]
			continue
		case c < 0xc2 || c > 0xf4:
			return false
		}
		n := 2
		if c >= 0xe0 {
			n++
		}
		if c >= 0xf0 {
			n++
		}
		for _, x := range b[1:min(n, len(b))] {
			if x&0xc0 != 0x80 {
				return false
			}
		}
		b = b[min(n, len(b)):]
	}
	return true
}

func hexOf(b []byte) string {
	const digits = "0123456789ABCDEF"
	text := make([]byte, 0, 2*len(b))
	for _, c := range b {
		text = append(text, digits[c>>4], digits[c&15])
	}
	return string(text)
}
