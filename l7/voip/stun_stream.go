//go:build !nfstream_no_voip

package voip

import (
	"encoding/binary"
	"unsafe"

	"github.com/nfstream/nfstream-go/l7"
)

// stunStreamSession reads the messages of a connection.
type stunStreamSession struct {
	stunSession
	framed bool
	known  bool
	dirs   [2]stunDirection
}

// stunDirection is what comes of a message in one direction.
type stunDirection struct {
	held []byte // its start
	skip int    // bytes of it to skip
}

// maxSTUN is how much of a message is kept.
const maxSTUN = 1500

func newSTUNStream() l7.Session { return new(stunStreamSession) }

// Read reads bytes of a direction.
func (s *stunStreamSession) Read(c *l7.Ctx) l7.Verdict {
	d := &s.dirs[c.Dir&1]
	for b := c.Data; len(b) > 0; {
		n := min(d.skip, len(b))
		d.skip, b = d.skip-n, b[n:]
		n = min(maxSTUN-len(d.held), len(b))
		d.held, b = append(d.held, b[:n]...), b[n:]
		if !s.consume(c, d) {
			return l7.Match
		}
	}
	return l7.More
}

// consume reads the complete messages. It reports whether the stream continues with messages.
func (s *stunStreamSession) consume(c *l7.Ctx, d *stunDirection) bool {
	const header = 4
	for len(d.held) >= header+2 {
		if !s.known {
			s.known, s.framed = true, streamBegins(d.held) == l7.Reject
		}
		at, size := 0, 0
		if s.framed {
			at, size = 2, 2+int(binary.BigEndian.Uint16(d.held))
		}
		switch first := d.held[at]; {
		case s.framed:
		case first < 4:
			size = stunHeader + int(binary.BigEndian.Uint16(d.held[2:]))
		case first >= 0x40 && first <= lastTURN:
			size = header + (int(binary.BigEndian.Uint16(d.held[2:]))+3)&^3
		default:
			return false
		}
		if len(d.held) < min(size, maxSTUN) {
			return true
		}
		switch message := d.held[at:max(at, min(size, len(d.held)))]; {
		case len(message) > 0 && message[0] < 4:
			s.message(c, message)
		case !s.framed:
			s.relayed(c, channelData(message))
		}
		n := min(size, len(d.held))
		d.skip = size - n
		d.held = append(d.held[:0], d.held[n:]...)
	}
	return true
}

// Reset makes the session as good as new.
func (s *stunStreamSession) Reset() {
	held := [2][]byte{s.dirs[0].held[:0], s.dirs[1].held[:0]}
	*s = stunStreamSession{dirs: [2]stunDirection{{held: held[0]}, {held: held[1]}}}
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *stunStreamSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + cap(s.dirs[0].held) + cap(s.dirs[1].held)
}
