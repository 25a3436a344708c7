package proxy

import (
	"bytes"
	"unsafe"

	"github.com/nfstream/nfstream-go/l7"
)

// maxEarly is how many bytes of the server are kept until the header ends.
const maxEarly = 16 << 10

// session reads the header and hands over to what is behind it.
type session struct {
	header []byte // what has come of it
	early  []byte // what came of the other direction
	begun  bool
	from   uint8 // the header's direction
}

// Read takes bytes of a direction.
func (s *session) Read(c *l7.Ctx) l7.Verdict {
	const shortest = len("PROXY UNKNOWN\r\n") // which version 2 is not below
	if !s.begun && len(c.Data) >= shortest && MaybeHeader(c.Data) {
		s.begun, s.from = true, c.Dir
	}
	if !s.begun || c.Dir != s.from {
		if len(s.early)+len(c.Data) > maxEarly {
			return l7.Reject
		}
		s.early = append(s.early, c.Data...)
		return l7.More
	}
	return s.read(c)
}

// read takes bytes of the header, from c.Data itself where it is there whole.
func (s *session) read(c *l7.Ctx) l7.Verdict {
	all := c.Data
	if len(s.header) > 0 {
		s.header = append(s.header, c.Data...)
		all = s.header
	}
	var h Header
	n, err := h.Parse(all)
	switch {
	case err == nil:
		s.name(c, &h)
		c.Handover(all[n:], s.early)
	case err != ErrMore:
		return l7.Reject
	case len(s.header) == 0:
		s.header = append(s.header, c.Data...)
	}
	return l7.More
}

// name writes down the name that the client asked for, where the header tells it.
func (s *session) name(c *l7.Ctx, h *Header) {
	if len(h.Authority) > 0 {
		c.SetServerName(string(bytes.ToLower(h.Authority)))
	}
}

// Awaits is true: the header waits for its end (l7.Awaiter).
func (s *session) Awaits(uint8) bool { return true }

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *session) Holds() int { return int(unsafe.Sizeof(*s)) + cap(s.header) + cap(s.early) }

// Close has nothing to add.
func (s *session) Close(*l7.Ctx) {}

// keepBuffer is the largest buffer that Reset keeps.
const keepBuffer = 2 << 10

// Reset makes the session as good as new.
func (s *session) Reset() { *s = session{header: emptied(s.header), early: emptied(s.early)} }

func emptied(b []byte) []byte {
	if cap(b) > keepBuffer {
		return nil
	}
	return b[:0]
}
