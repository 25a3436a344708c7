package proxy

import (
	"bytes"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// header returns the PROXY protocol (HAProxy, The PROXY protocol, versions 1 and 2).
func header() l7.Proto {
	return l7.Proto{
		ID: categories.HAProxy, On: l7.TCP, First: l7.Bytes(prefix[0], signature[0]), Probe: probeHeader,
		Session: func() l7.Session { return new(headerSession) },
		Samples: [][]byte{
			[]byte("PROXY TCP4 192.0.2.1 192.0.2.2 40000 443\r\n"),
			[]byte(signature + "\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x9c\x40\x01\xbb"),
		},
	}
}

func probeHeader(c *l7.Ctx) l7.Verdict { return recogniseHeader(c.Data) }

// recogniseHeader tells version 1 by its line, and version 2 by what comes before the addresses.
func recogniseHeader(b []byte) l7.Verdict {
	var h Header
	switch _, err := h.Parse(b); {
	case err == nil, err == ErrMore && b[0] == signature[0] && len(b) >= fixed2:
		return l7.Match
	case err == ErrMore:
		return l7.More
	}
	return l7.Reject
}

// maxEarly is how many bytes of the server are kept until the header ends.
const maxEarly = 16 << 10

// headerSession reads the header and hands over to what is behind it.
type headerSession struct {
	header []byte // what has come of it
	early  []byte // what came of the other direction
	begun  bool
	from   uint8 // the header's direction
}

// Read takes bytes of a direction.
func (s *headerSession) Read(c *l7.Ctx) l7.Verdict {
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
func (s *headerSession) read(c *l7.Ctx) l7.Verdict {
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
func (s *headerSession) name(c *l7.Ctx, h *Header) {
	if len(h.Authority) > 0 {
		c.SetServerName(string(bytes.ToLower(h.Authority)))
	}
}

// Awaits is true: the header waits for its end (l7.Awaiter).
func (s *headerSession) Awaits(uint8) bool { return true }

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *headerSession) Holds() int { return int(unsafe.Sizeof(*s)) + cap(s.header) + cap(s.early) }

// Close has nothing to add.
func (s *headerSession) Close(*l7.Ctx) {}

// keepBuffer is the largest buffer that Reset keeps.
const keepBuffer = 2 << 10

// Reset makes the session as good as new.
func (s *headerSession) Reset() {
	*s = headerSession{header: emptied(s.header), early: emptied(s.early)}
}

func emptied(b []byte) []byte {
	if cap(b) > keepBuffer {
		return nil
	}
	return b[:0]
}
