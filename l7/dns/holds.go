package dns

import "unsafe"

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *session) Holds() int { return int(unsafe.Sizeof(*s)) + cap(s.name) }

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *streamSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + cap(s.name) + cap(s.streams[0].held) + cap(s.streams[1].held)
}
