package l7

import "unsafe"

// Begins makes sessions that show a function the first bytes of each direction, most of them at most, as far as they came;
// of a flow of datagrams each datagram. It is called again with more, and so writes only what it has read completely. It
// returns true once it needs no more of either direction.
//
//go:noinline
func Begins(most int, read func(c *Ctx, begin []byte) (done bool)) func() Session {
	return func() Session { return &begins{most: most, read: read} }
}

type begins struct {
	most int
	read func(*Ctx, []byte) bool
	held [2][]byte
}

func (s *begins) Read(c *Ctx) Verdict {
	if c.IPProtocol != protoTCP {
		return s.verdict(s.read(c, c.Data[:min(len(c.Data), s.most)]))
	}
	held := &s.held[c.Dir&1]
	n := min(len(c.Data), s.most-len(*held))
	if *held = append(*held, c.Data[:n]...); n == 0 {
		return More
	}
	return s.verdict(s.read(c, *held) || len(s.held[0]) == s.most && len(s.held[1]) == s.most)
}

func (s *begins) verdict(done bool) Verdict {
	if done {
		return Match
	}
	return More
}

// Awaits reports whether the first bytes of a direction are not complete.
func (s *begins) Awaits(dir uint8) bool {
	return len(s.held[dir&1]) < s.most && len(s.held[0])+len(s.held[1]) > 0
}

func (s *begins) Close(*Ctx) {}

func (s *begins) Reset() { s.held = [2][]byte{s.held[0][:0], s.held[1][:0]} }

// Holds returns the memory that the session uses, in bytes.
func (s *begins) Holds() int { return int(unsafe.Sizeof(*s)) + cap(s.held[0]) + cap(s.held[1]) }
