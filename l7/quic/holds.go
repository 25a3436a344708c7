package quic

import "unsafe"

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *session) Holds() int {
	c := &s.conn
	return int(unsafe.Sizeof(*s)) + cap(c.room) + c.client.holds() + c.server.holds()
}

// keysBytes is what the keys of a direction take with what they point to: AES-GCM and AES, expanded.
const keysBytes = 1 << 10

func (h *half) holds() int {
	n := cap(h.crypto.buf) + 8*cap(h.crypto.have)
	if h.keys != nil {
		n += keysBytes
	}
	return n
}
