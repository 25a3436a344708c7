package tls

import "encoding/binary"

// Stream turns the bytes of one direction of a connection into events. The zero Stream is ready to use. It holds at
// most one incomplete message, of up to MaxHandshake or MaxCertificate bytes, and allocates only to hold that; a
// message within one record within one call of Feed is not copied.
type Stream struct {
	buf     []byte // the start of an incomplete handshake or SSL 2.0 message
	small   [recordHeaderLength]byte
	smallN  int // bytes in small: the start of a record header, or of an alert
	left    int // bytes of the record's content to come
	record  RecordHeader
	opaque  bool // the record's content is of no interest
	started bool // a header was read
	ssl2    bool // the record is an SSL 2.0 message
	secret  bool // a ChangeCipherSpec went by
	stopped bool // by the handler
	err     error
}

// Reset makes the stream as good as new, and keeps its memory unless that is more than MaxHandshake.
func (s *Stream) Reset() {
	if cap(s.buf) > MaxHandshake {
		s.buf = nil
	}
	*s = Stream{buf: s.buf[:0]}
}

// Feed consumes the bytes that follow those of the previous calls, split in any way, and calls handle for each event in
// order. The events do not depend on the split. Handshake messages and alerts in the clear cause an event when they are
// complete. Any other record causes an event when its header is complete; its content is not read.
//
// After an error, ErrNotTLS or ErrTooLong, or once handle returned false, the stream ignores what it is fed; it returns
// the same error again. Data is not kept.
func (s *Stream) Feed(data []byte, handle func(Event) bool) error {
	for len(data) > 0 && s.err == nil && !s.stopped {
		if s.left == 0 {
			data = s.readHeader(data, handle)
			continue
		}
		n := min(s.left, len(data))
		s.left -= n
		s.content(data[:n], handle)
		data = data[n:]
	}
	return s.err
}

// Partial returns the incomplete handshake message, for use when no more bytes follow. Length is the length in the
// message's header. ok is false if no message is incomplete. The body is valid until the next call of Feed.
func (s *Stream) Partial() (e Event, ok bool) {
	if s.ssl2 || len(s.buf) < handshakeHeaderLength {
		return Event{}, false
	}
	t, length := handshakeHeader(s.buf)
	return s.message(t, length, s.buf[handshakeHeaderLength:]), true
}

func (s *Stream) readHeader(data []byte, handle func(Event) bool) []byte {
	n := copy(s.small[s.smallN:], data)
	if s.smallN += n; s.smallN < recordHeaderLength {
		return data[n:]
	}
	s.smallN = 0
	first := !s.started
	s.started = true
	if first && isSSL2(s.small[:]) {
		s.beginSSL2()
		return data[n:]
	}
	h, ok := ParseRecordHeader(s.small[:])
	if !ok {
		s.err = ErrNotTLS
		return nil
	}
	s.record, s.left = h, h.Length
	s.begin(handle)
	return data[n:]
}

// begin handles the events that come with a record's header.
func (s *Stream) begin(handle func(Event) bool) {
	e := Event{Content: s.record.Content, Version: s.record.Version, Length: s.record.Length}
	switch s.record.Content {
	case ContentHandshake:
		if s.opaque = false; s.secret {
			s.buf = s.buf[:0]
		}
		return
	case ContentAlert:
		s.opaque = s.secret || s.record.Length%alertLength != 0 || s.record.Length >= shortestCipher
		if !s.opaque {
			return
		}
		e.Encrypted = true
	case ContentChangeCipherSpec:
		s.opaque, s.secret = true, true
		s.buf = s.buf[:0]
	default:
		s.opaque = true
		e.Encrypted = s.record.Content == ContentApplicationData
	}
	s.emit(e, handle)
}

func (s *Stream) emit(e Event, handle func(Event) bool) { s.stopped = !handle(e) }

// content handles bytes within a record.
func (s *Stream) content(data []byte, handle func(Event) bool) {
	switch {
	case s.opaque:
	case s.ssl2:
		s.ssl2Content(data, handle)
	case s.record.Content == ContentAlert:
		s.alert(data, handle)
	default:
		s.handshake(data, handle)
	}
}

// alert handles bytes of an alert record, which may hold several alerts (RFC 5246, section 6.2.1).
func (s *Stream) alert(data []byte, handle func(Event) bool) {
	for len(data) > 0 && !s.stopped {
		n := copy(s.small[s.smallN:alertLength], data)
		data = data[n:]
		if s.smallN += n; s.smallN < alertLength {
			return
		}
		s.smallN = 0
		body := s.small[:alertLength:alertLength]
		s.emit(Event{Content: ContentAlert, Version: s.record.Version, Length: alertLength, Body: body}, handle)
	}
}

// handshakeHeader reads a handshake message's type and the length of its body.
func handshakeHeader(b []byte) (HandshakeType, int) {
	n := binary.BigEndian.Uint32(b)
	return HandshakeType(n >> 24), int(n & 0xffffff)
}
