package dns

// MaxStreamMessage is the longest message that DNS over TCP carries, and the most that a Stream holds back.
const MaxStreamMessage = 1<<16 - 1

const prefixLength = 2

// Stream splits the bytes of one direction of a TCP connection into messages (RFC 1035, section 4.2.2). The zero Stream
// is at the start of a connection.
type Stream struct {
	held []byte // the start of an incomplete message, with its prefix
	done bool   // held was returned
}

// Next consumes further bytes of the stream, in order and split anywhere. It returns the first message that they
// complete and the bytes after it. Pass these to Next again. If ok is false, no message is complete and Next has
// consumed all of data.
//
// The message is borrowed: from data if data holds all of it, otherwise from the Stream, until the next call.
func (s *Stream) Next(data []byte) (message, rest []byte, ok bool) {
	if s.done {
		s.held, s.done = s.held[:0], false
	}
	if len(s.held) == 0 {
		if n := frameLength(data); n > 0 && n <= len(data) {
			return data[prefixLength:n:n], data[n:], true
		}
	}
	return s.hold(data)
}

// hold keeps the part of data that belongs to the message held.
func (s *Stream) hold(data []byte) (message, rest []byte, ok bool) {
	data = s.fill(data, prefixLength)
	n := frameLength(s.held)
	if n == 0 {
		return nil, nil, false
	}
	data = s.fill(data, n)
	if len(s.held) < n {
		return nil, nil, false
	}
	s.done = true
	return s.held[prefixLength:n:n], data, true
}

// fill moves bytes of data to held until held has n bytes.
func (s *Stream) fill(data []byte, n int) []byte {
	take := min(n-len(s.held), len(data))
	if take <= 0 {
		return data
	}
	s.held = append(s.held, data[:take]...)
	return data[take:]
}

// frameLength returns the length of the message that data begins with and its prefix, 0 when it is not known yet.
func frameLength(data []byte) int {
	if len(data) < prefixLength {
		return 0
	}
	return prefixLength + int(data[0])<<8 + int(data[1])
}

// keepBuffer is the largest storage that Reset keeps.
const keepBuffer = 4 << 10

// Reset discards the held bytes, for a new connection. It keeps a buffer of usual size.
func (s *Stream) Reset() {
	s.held, s.done = s.held[:0], false
	if cap(s.held) > keepBuffer {
		s.held = nil
	}
}
