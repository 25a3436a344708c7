package proxy

import (
	"bytes"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// socks returns SOCKS (RFC 1928; RFC 1929; SOCKS 4A).
func socks() l7.Proto {
	return l7.Proto{
		ID: categories.SOCKS, On: l7.TCP, Ports: []uint16{SOCKSPort, 9050}, First: l7.Bytes(0, 4, 5), Probe: probeSOCKS,
		Session: func() l7.Session { return new(socksSession) },
		Samples: [][]byte{
			[]byte("\x05\x01\x00"), []byte("\x05\x00"),
			[]byte("\x04\x01\x00\x50\xc0\x00\x02\x01\x00"), []byte("\x00\x5a\x00\x00\x00\x00\x00\x00"),
		},
	}
}

// probeSOCKS tells SOCKS by what both sides say, as the first words of one are too short.
func probeSOCKS(c *l7.Ctx) l7.Verdict {
	var d Dialog
	v := verdict(d.Parse(c.Data, c.Other()))
	if v != l7.Match {
		v = max(v, verdict(d.Parse(c.Other(), c.Data)))
	}
	return v
}

func verdict(s State) l7.Verdict {
	switch s {
	case Malformed:
		return l7.Reject
	case Begun:
		return l7.More
	}
	return l7.Match
}

// maxHeld is how many bytes of a direction are kept until the proxy relays: those that a client may send before.
const maxHeld = 16 << 10

// socksSession reads the dialog and hands over to what the proxy relays.
type socksSession struct {
	client uint8     // the client's direction
	said   [2][]byte // by direction
	dialog Dialog
	named  bool
}

// Read takes bytes of a direction.
func (s *socksSession) Read(c *l7.Ctx) l7.Verdict {
	s.said[c.Dir] = append(s.said[c.Dir], c.Data...)
	state := s.parse()
	if s.dialog.Requested && !s.named {
		s.named = true
		s.name(c)
	}
	switch state {
	case Carries, Malformed:
		c.Handover(s.rest(c.Dir), s.rest(1-c.Dir))
	case Over:
		return l7.Match
	}
	if len(s.said[c.Dir]) > maxHeld {
		return l7.Reject
	}
	return l7.More
}

// parse finds out which side is the client's: the one whose words make sense, else the flow's source.
func (s *socksSession) parse() State {
	state := s.dialog.Parse(s.said[s.client], s.said[1-s.client])
	if state == Malformed {
		var turned Dialog
		if other := turned.Parse(s.said[1-s.client], s.said[s.client]); other != Malformed {
			s.client, s.dialog = 1-s.client, turned
			return other
		}
	}
	if state == Known && s.dialog.Requested && len(s.said[1-s.client]) == 0 && len(s.rest(s.client)) > 0 {
		return Carries
	}
	return state
}

// rest returns what a direction says behind the dialog.
func (s *socksSession) rest(dir uint8) []byte {
	n := s.dialog.Server
	if dir == s.client {
		n = s.dialog.Client
	}
	return s.said[dir][min(n, len(s.said[dir])):]
}

// name writes down what is asked for, as of an HTTP CONNECT.
func (s *socksSession) name(c *l7.Ctx) {
	r := &s.dialog.Request
	if r.Name != nil {
		c.SetServerName(string(bytes.ToLower(r.Name)))
	} else {
		c.SetServerName(r.Addr.String())
	}
}

// Awaits is true: the dialog is short, and waits for its end (l7.Awaiter).
func (s *socksSession) Awaits(uint8) bool { return true }

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *socksSession) Holds() int { return int(unsafe.Sizeof(*s)) + cap(s.said[0]) + cap(s.said[1]) }

// Close has nothing to add.
func (s *socksSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *socksSession) Reset() {
	*s = socksSession{said: [2][]byte{emptied(s.said[0]), emptied(s.said[1])}}
}
