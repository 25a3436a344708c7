package tls

// handshake handles bytes of handshake records, in which messages begin and end anywhere.
func (s *Stream) handshake(data []byte, handle func(Event) bool) {
	for len(data) > 0 && s.err == nil && !s.stopped && !s.opaque {
		if len(s.buf) > 0 || !s.whole(data) {
			data = s.assemble(data, handle)
			continue
		}
		t, length := handshakeHeader(data)
		data = s.deliver(t, length, data[handshakeHeaderLength:], handle)
	}
}

// whole reports whether data begins with a message that is all there.
func (s *Stream) whole(data []byte) bool {
	if len(data) < handshakeHeaderLength {
		return false
	}
	_, length := handshakeHeader(data)
	return len(data)-handshakeHeaderLength >= length
}

// deliver emits the message with its body at the start of data, and returns the bytes after it.
func (s *Stream) deliver(t HandshakeType, length int, data []byte, handle func(Event) bool) []byte {
	if !s.admit(t, length, handle) {
		return nil
	}
	s.emit(s.message(t, length, data[:length:length]), handle)
	return data[length:]
}

func (s *Stream) message(t HandshakeType, length int, body []byte) Event {
	return Event{Content: ContentHandshake, Version: s.record.Version, Type: t, Length: length, Body: body}
}

// assemble moves data to the buffer until a message is whole, and returns what follows it.
func (s *Stream) assemble(data []byte, handle func(Event) bool) []byte {
	if len(s.buf) < handshakeHeaderLength {
		if data = s.take(data, handshakeHeaderLength); len(s.buf) < handshakeHeaderLength {
			return data
		}
		if t, length := handshakeHeader(s.buf); !s.admit(t, length, handle) {
			return nil
		}
	}
	t, length := handshakeHeader(s.buf)
	if data = s.take(data, handshakeHeaderLength+length); len(s.buf) < handshakeHeaderLength+length {
		return data
	}
	body := s.buf[handshakeHeaderLength:]
	s.buf = s.buf[:0]
	s.emit(s.message(t, length, body), handle)
	return data
}

// take moves bytes from data to the buffer until that holds n, and returns what is left of data.
func (s *Stream) take(data []byte, n int) []byte {
	m := min(n-len(s.buf), len(data))
	s.buf = append(s.buf, data[:m]...)
	return data[m:]
}

// admit reports whether a message with such a header is to be read on. After a ChangeCipherSpec only a hello is in the
// clear: those around a HelloRetryRequest, in a record that nothing else is in (RFC 8446, appendix D.4).
func (s *Stream) admit(t HandshakeType, length int, handle func(Event) bool) bool {
	hello := t == TypeClientHello || t == TypeServerHello
	if s.secret && !(hello && s.record.Length == handshakeHeaderLength+length) {
		s.opaque, s.buf = true, s.buf[:0]
		e := Event{Content: ContentHandshake, Version: s.record.Version, Encrypted: true, Length: s.record.Length}
		s.emit(e, handle)
		return false
	}
	if length > t.limit() {
		s.err = ErrTooLong
		s.buf = nil
		return false
	}
	return true
}
