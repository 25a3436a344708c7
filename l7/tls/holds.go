package tls

import "unsafe"

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *session) Holds() int {
	return int(unsafe.Sizeof(*s)) + closureBytes + cap(s.streams[0].buf) + cap(s.streams[1].buf)
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *datagramSession) Holds() int {
	n := int(unsafe.Sizeof(*s)) + closureBytes
	for d := range s.datagrams {
		for i := range s.datagrams[d].open {
			a := &s.datagrams[d].open[i]
			n += cap(a.buf) + 8*cap(a.have)
		}
	}
	return n
}

// closureBytes is what a method value takes.
const closureBytes = 16
