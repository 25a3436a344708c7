package tls

// Awaits reports whether a handshake message has begun, or the server's are to come in a direction as the answer to the
// client's hello (l7.Awaiter).
func (s *session) Awaits(dir uint8) bool {
	return s.awaits(dir, s.streams[0].inMessage() || s.streams[1].inMessage())
}

// inMessage reports whether a part of a handshake message, or of what may be its record, has been read.
func (s *Stream) inMessage() bool {
	if s.err != nil || s.stopped {
		return false
	}
	return s.smallN > 0 || len(s.buf) > 0 || s.left > 0 && !s.opaque
}

// Awaits reports whether a handshake message has begun, or the server's are to come in a direction as the answer to the
// client's hello (l7.Awaiter).
func (s *datagramSession) Awaits(dir uint8) bool {
	return s.awaits(dir, s.datagrams[0].inMessage() || s.datagrams[1].inMessage())
}

// inMessage reports whether a part of a handshake message has been read.
func (d *Datagrams) inMessage() bool {
	for i := range d.open {
		if d.open[i].begun > 0 {
			return true
		}
	}
	return false
}

// awaits reports whether a direction is awaited, where a message has begun in one of them or not.
func (r *reading) awaits(dir uint8, begun bool) bool {
	return !r.sides[dir].over && (begun || r.sides[1-dir].client)
}
