package tls

import "github.com/nfstream/nfstream-go/l7"

// session reads a connection of TLS.
type session struct {
	reading
	streams [2]Stream
	alive   [2]bool // the stream has begun
	handle  func(Event) bool
}

func newSession() l7.Session {
	s := &session{reading: reading{over: OverTCP}}
	s.handle = s.event
	return s
}

func (s *session) Reset() {
	s.reading = reading{over: OverTCP}
	s.streams[0].Reset()
	s.streams[1].Reset()
	s.alive = [2]bool{}
}

func (s *session) Read(c *l7.Ctx) l7.Verdict {
	if s.begin(c); s.alive == [2]bool{} {
		become(c)
	}
	if !s.alive[s.dir] && !atRecord(c.Data) {
		return l7.More
	}
	s.alive[s.dir] = true
	if s.streams[s.dir].Feed(c.Data, s.handle) != nil {
		s.sides[s.dir].over = true
	}
	s.ctx = nil
	if s.done() {
		return l7.Match
	}
	return l7.More
}

// atRecord reports whether a record may begin with data, or an SSL 2.0 message: where a flow is seen from its middle
// on, the direction that was not probed may be anywhere.
func atRecord(data []byte) bool {
	if len(data) < recordHeaderLength {
		return mayBeRecord(data) || data[0]&ssl2Mask == ssl2First
	}
	_, ok := ParseRecordHeader(data)
	return ok || isSSL2(data)
}

// Close reads the messages that are incomplete at the end of the flow.
func (s *session) Close(c *l7.Ctx) {
	for d := range s.streams {
		if e, ok := s.streams[d].Partial(); ok && !s.sides[d].over {
			s.ctx, s.dir = c, uint8(d)
			s.message(&e, &s.sides[d], false)
		}
	}
	s.ctx = nil
}

// datagramSession reads an association of DTLS.
type datagramSession struct {
	reading
	datagrams [2]Datagrams
	handle    func(Event) bool
}

func newDatagramSession() l7.Session {
	s := &datagramSession{reading: reading{over: OverDTLS}}
	s.handle = s.event
	return s
}

func (s *datagramSession) Reset() {
	s.reading = reading{over: OverDTLS}
	s.datagrams[0].Reset()
	s.datagrams[1].Reset()
}

func (s *datagramSession) Read(c *l7.Ctx) l7.Verdict {
	s.begin(c)
	_ = s.datagrams[s.dir].Feed(c.Data, s.handle)
	s.ctx = nil
	if s.done() {
		return l7.Match
	}
	return l7.More
}

func (s *datagramSession) Close(*l7.Ctx) {}
