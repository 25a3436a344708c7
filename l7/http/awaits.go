package http

// Awaits reports whether a head that is wanted has begun, or is to come in a direction as the answer to the request of
// the other (l7.Awaiter). So a body that is sent is not looked at, however long it is.
func (s *session) Awaits(dir uint8) bool {
	if s.connect && !s.responses {
		return !s.over[dir]
	}
	return s.awaits(dir, s.readers[0].inHead() || s.readers[1].inHead())
}

// inHead reports whether a part of a head has been read.
func (r *Reader) inHead() bool { return r.final == More && len(r.held) > 0 && !r.done }

// Awaits reports whether a field block that is wanted has begun, or is to come in a direction as the answer to the
// request of the other (l7.Awaiter).
func (s *h2Session) Awaits(dir uint8) bool {
	return s.awaits(dir, s.readers[0].inBlock() || s.readers[1].inBlock())
}

// inBlock reports whether a part of a field block, or of what comes before the first one, has been read.
func (r *H2Reader) inBlock() bool {
	return r.final == More && (r.open != 0 || r.inFrame && r.frame.holdsFields() || 0 < r.preface && r.preface < len(Preface))
}

// ask notes a request of a direction.
func (s *heads) ask(dir uint8) { s.repeated, s.asked[dir] = s.asked[dir], true }

// awaits reports whether a direction is awaited, where a head has begun in one of them or not.
func (s *heads) awaits(dir uint8, begun bool) bool {
	if s.over[dir] || s.repeated {
		return false
	}
	return !s.requests && begun || s.requests && !s.responses && !s.asked[dir]
}
