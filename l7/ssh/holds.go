package ssh

import "unsafe"

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *session) Holds() int {
	return int(unsafe.Sizeof(*s)) + cap(s.sides[0].held) + cap(s.sides[1].held) + cap(s.text)
}
