package ssh

import "unsafe"

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *session) Holds() int {
	return int(unsafe.Sizeof(*s)) + cap(s.sides[0].held) + cap(s.sides[1].held) + cap(s.text)
}
