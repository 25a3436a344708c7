package ssh

import "encoding/binary"

// Event is what Reader.Next comes upon.
type Event uint8

// The events. The last three are final: Next returns them again whatever it is given.
const (
	More      Event = iota // all bytes have been taken
	IsBanner               // Reader.Banner holds the banner
	IsKexInit              // Reader.KexInit holds the first KEXINIT
	Done                   // what follows is not read: it is encrypted soon, or of version 1
	Malformed
	TooLong
)

// Reader reads one side of a connection: its banner and its first KEXINIT. Other lines may precede a server's banner.
// Between banner and KEXINIT the Reader skips NUL bytes that pad the banner, and messages without content (RFC 4253,
// section 11). The zero Reader is at the start of a connection. It buffers at most MaxPadding and MaxPacket bytes, and
// none while banner and packet come whole.
type Reader struct {
	Banner  Banner  // valid after IsBanner, until the next call
	KexInit KexInit // valid after IsKexInit, until the next call

	held     []byte // the start of an incomplete banner or packet
	done     bool   // held was returned
	inLine   bool   // within a line before the banner
	preamble int    // bytes of those lines
	greeted  bool   // the banner has been read
	final    Event  // More: none yet
}

// Next consumes further bytes of the side, in order and split anywhere. It returns the first event in them and the
// bytes after it. Pass these to Next again. With More, rest is empty. With a final event, rest holds the unread bytes,
// borrowed from data or from the Reader.
func (r *Reader) Next(data []byte) (rest []byte, e Event) {
	if r.done {
		r.held, r.done = r.held[:0], false
	}
	for r.final == More && len(data) > 0 {
		switch {
		case r.inLine:
			data = r.skipLine(data)
		case !r.greeted && !r.maybeBanner(data):
			r.preamble += len(r.held)
			r.held, r.inLine = r.held[:0], true
		default:
			if data, e = r.read(data); e != More {
				return data, e
			}
		}
	}
	return data, r.final
}

// keepBuffer is the largest buffer that Reset keeps.
const keepBuffer = 4 << 10

// Reset makes the Reader ready for a new connection. It keeps a buffer of usual size.
func (r *Reader) Reset() {
	held := r.held[:0]
	if cap(held) > keepBuffer {
		held = nil
	}
	*r = Reader{held: held}
}

// maybeBanner reports whether the held bytes and data can begin a banner.
func (r *Reader) maybeBanner(data []byte) bool {
	at := min(len(r.held), len(prefix))
	n := min(len(data), len(prefix)-at)
	return string(data[:n]) == prefix[at:at+n]
}

// skipLine skips a line that is not a banner. It is text, perhaps with control characters for a terminal (RFC 4253,
// section 4.2).
func (r *Reader) skipLine(data []byte) []byte {
	for i, c := range data {
		switch {
		case c == '\n':
			r.inLine = false
		case c < ' ' && !isTerminal(c):
			r.final = Malformed
			return data[i:]
		}
		if r.preamble++; r.preamble > MaxPreamble {
			r.final = TooLong
			return data[i:]
		}
		if !r.inLine {
			return data[i+1:]
		}
	}
	return nil
}

// isTerminal reports whether a control character is one that text for a terminal has: bell, backspace, tabs, form feed,
// carriage return, escape, and NUL as padding.
func isTerminal(c byte) bool { return c == 0 || '\a' <= c && c <= '\r' || c == 0x1b }

// read reads bytes of the banner or of a packet. It parses a complete one in data without a copy.
func (r *Reader) read(data []byte) (rest []byte, e Event) {
	before := len(r.held)
	all := data
	if before > 0 {
		take := min(len(data), MaxPadding+MaxPacket-before)
		r.held = append(r.held, data[:take]...)
		all = r.held
	}
	n, e := r.parse(all)
	switch {
	case e >= Done:
		r.final = e
		return r.unread(data, before), e
	case e == More && n > 0:
		r.held = r.held[:0]
		return data[n-before:], More
	case e == More && before == 0:
		r.held = append(r.held, data...)
		return nil, More
	case e == More:
		return data[len(r.held)-before:], More
	}
	r.done = before > 0
	r.advance(e)
	return data[n-before:], e
}

// unread returns the unread bytes: the first before bytes of held, followed by data.
func (r *Reader) unread(data []byte, before int) []byte {
	if before == 0 {
		return data
	}
	return append(r.held[:before], data...)
}

// parse parses the banner or packet at the start of b. With More, n is the number of bytes to skip, or 0 if b is
// incomplete.
func (r *Reader) parse(b []byte) (n int, e Event) {
	if !r.greeted {
		n, err := r.Banner.Parse(b)
		return n, eventOf(IsBanner, err)
	}
	padding := leadingPadding(b)
	if padding > MaxPadding {
		return 0, Malformed
	}
	b = b[padding:]
	payload, n, err := parsePacket(b)
	switch {
	case err != nil:
		return 0, eventOf(More, err)
	case messageIgnore <= payload[0] && payload[0] <= messageDebug:
		return padding + n, More
	case payload[0] != messageKexInit:
		return 0, Done
	}
	n, err = r.KexInit.Parse(b)
	return padding + n, eventOf(IsKexInit, err)
}

// leadingPadding returns how many NUL bytes precede the packet that b begins with: as many as would make a packet
// shorter than any is (RFC 4253, section 6).
func leadingPadding(b []byte) (n int) {
	for len(b)-n >= lengthOfField && b[n] == 0 && binary.BigEndian.Uint32(b[n:]) < shortestPacket-lengthOfField {
		n++
	}
	return n
}

func eventOf(e Event, err error) Event {
	switch err {
	case nil:
		return e
	case ErrMore:
		return More
	case ErrTooLong:
		return TooLong
	}
	return Malformed
}

func (r *Reader) advance(e Event) {
	r.greeted = true
	if e == IsKexInit || !r.Banner.Speaks2() {
		r.final = Done
	}
}
