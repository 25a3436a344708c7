package http

import "unsafe"

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *session) Holds() int {
	return int(unsafe.Sizeof(*s)) + cap(s.readers[0].held) + cap(s.readers[1].held) + cap(s.text.all) +
		cap(s.early) + 8*(cap(s.text.to)+cap(s.text.ends)) + s.peeks.holds()
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *h2Session) Holds() int {
	return int(unsafe.Sizeof(*s)) + s.readers[0].holds() + s.readers[1].holds()
}

const (
	// decoderBytes is the memory that a decoder of fields uses without its table.
	decoderBytes = 2 << 10
	// entryBytes is how much of the table two bytes of a field block may fill, which is the least that adds a field: the
	// name of one that is there, and an empty value (RFC 7541, section 6.2.1).
	entryBytes = 128
)

func (r *H2Reader) holds() int {
	n := cap(r.block)
	if r.decoder != nil {
		n += decoderBytes + min(2*MaxH2Table, cap(r.block)*entryBytes/2)
	}
	h := &r.Head
	return n + len(h.Method) + len(h.Scheme) + len(h.Authority) + len(h.Path) + len(h.UserAgent) + len(h.ContentType) +
		len(h.Server) + len(h.Referer) + len(h.ForwardedFor) + len(h.Authorization) + len(h.Disposition)
}
