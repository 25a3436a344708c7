package dns

import "unsafe"

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *session) Holds() int { return int(unsafe.Sizeof(*s)) + cap(s.name) }

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *streamSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + cap(s.name) + cap(s.streams[0].held) + cap(s.streams[1].held)
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *mdnsSession) Holds() int { return int(unsafe.Sizeof(*s)) + cap(s.name) }
