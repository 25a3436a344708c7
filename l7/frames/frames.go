// Package frames has what protocols on streams share if each message says its length: it shows the start of each message.
package frames

import (
	"unsafe"

	"github.com/nfstream/nfstream-go/l7"
)

// Form is the form of messages.
type Form struct {
	// Length returns the length of a message in bytes, all of it, by its first bytes. It returns 0 if it needs more of them,
	// none of which are behind the end of the message, and a negative number if they are not of a message.
	Length func(start []byte) int
	// Keep is how many bytes of a message are shown at most.
	Keep int
}

// Reader reads the messages of a direction. The zero Reader is at the start of a message.
type Reader struct {
	head []byte // of the message that has begun
	skip int    // bytes of the last message that are of no interest
}

// Next takes bytes of a stream. It returns the start of the next message, borrowed until the next call, or nil if data ends
// before; and the rest of data, which may begin with bytes of the same message. It reports false if data has no message.
func (r *Reader) Next(f *Form, data []byte) (message, rest []byte, ok bool) {
	n := min(r.skip, len(data))
	r.skip, data = r.skip-n, data[n:]
	if len(r.head) == 0 && len(data) > 0 {
		if length := f.Length(data); length > 0 && min(length, f.Keep) <= len(data) {
			n = min(length, f.Keep)
			r.skip = length - n
			return data[:n], data[n:], true
		}
	}
	for len(data) > 0 {
		length, want := f.Length(r.head), 1
		if length > 0 {
			want = min(length, f.Keep) - len(r.head)
		}
		n = min(want, len(data))
		r.head, data = append(r.head, data[:n]...), data[n:]
		switch length = f.Length(r.head); {
		case length < 0:
			return nil, nil, false
		case length > 0 && len(r.head) >= min(length, f.Keep):
			message, r.head, r.skip = r.head, r.head[:0], length-len(r.head)
			return message, data, true
		}
	}
	return nil, nil, true
}

// Begun returns the bytes of the message that has begun, borrowed until the next call.
func (r *Reader) Begun() []byte { return r.head }

// Between reports whether the reader is between two messages.
func (r *Reader) Between() bool { return r.skip == 0 && len(r.head) == 0 }

// Reset makes the reader as good as new.
func (r *Reader) Reset() { r.head, r.skip = r.head[:0], 0 }

// Holds returns how many bytes of memory the reader's buffer takes.
func (r *Reader) Holds() int { return cap(r.head) }

// Dialogue is what to do with the messages of both sides.
type Dialogue struct {
	Form
	// Read is shown each message, in c.Dir, and reports whether no more are of interest.
	Read func(c *l7.Ctx, message []byte) (done bool)
}

// Sessions returns what makes sessions that read a dialogue.
func (d *Dialogue) Sessions() func() l7.Session {
	return func() l7.Session { return &session{dialogue: d} }
}

// Datagrams returns what makes sessions that read a dialogue in which each datagram is a message. They have no state, so that
// all flows share one.
func (d *Dialogue) Datagrams() func() l7.Session {
	s := l7.Session(datagrams{d})
	return func() l7.Session { return s }
}

type session struct {
	dialogue *Dialogue
	sides    [2]Reader // by direction
	over     [2]bool
}

// Read takes bytes of a direction.
func (s *session) Read(c *l7.Ctx) l7.Verdict {
	for data := c.Data; len(data) > 0 && !s.over[c.Dir]; {
		message, rest, ok := s.sides[c.Dir].Next(&s.dialogue.Form, data)
		s.over[c.Dir] = !ok
		if message != nil && s.dialogue.Read(c, message) {
			return l7.Match
		}
		data = rest
	}
	if s.over[0] && s.over[1] {
		return l7.Match
	}
	return l7.More
}

// Close has nothing to add.
func (s *session) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *session) Reset() {
	s.sides[0].Reset()
	s.sides[1].Reset()
	s.over = [2]bool{}
}

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *session) Holds() int {
	return int(unsafe.Sizeof(*s)) + s.sides[0].Holds() + s.sides[1].Holds()
}

type datagrams struct{ *Dialogue }

// Read takes a datagram.
func (s datagrams) Read(c *l7.Ctx) l7.Verdict {
	if s.Dialogue.Read(c, c.Data) {
		return l7.Match
	}
	return l7.More
}

// Close has nothing to add.
func (s datagrams) Close(*l7.Ctx) {}

// Reset has nothing to do.
func (s datagrams) Reset() {}

// Holds returns 0: nothing is kept for a flow.
func (s datagrams) Holds() int { return 0 }
