package tls

import "github.com/nfstream/nfstream-go/l7/wire"

// fragment is a piece of a DTLS handshake message (RFC 6347, section 4.2.2).
type fragment struct {
	kind     HandshakeType
	sequence uint16
	length   int // of the message
	offset   int
	data     []byte
}

func parseFragment(c *wire.Cursor) (fragment, error) {
	f := fragment{kind: HandshakeType(c.Uint8())}
	f.length = int(c.Uint24())
	f.sequence = c.Uint16()
	f.offset = int(c.Uint24())
	f.data = c.Bytes(int(c.Uint24()))
	switch {
	case !c.OK() || f.offset+len(f.data) > f.length:
		return f, ErrMalformed
	case f.length > f.kind.limit():
		return f, ErrTooLong
	}
	return f, nil
}

// assembly is a DTLS handshake message that is assembled from fragments. It tracks each byte that has arrived, so
// fragments may overlap in any way, and cost only the bytes they add.
type assembly struct {
	kind     HandshakeType
	sequence uint16
	length   int
	begun    uint32 // in the order of assemblies, from 1; 0 is a free one
	buf      []byte // up to the furthest byte so far
	have     []uint64
	count    int // bits set in have
}

// assembly returns the one of a fragment's message: the one in progress, a free one, or the one begun first.
func (d *Datagrams) assembly(f *fragment) *assembly {
	oldest := &d.open[0]
	for i := range d.open {
		a := &d.open[i]
		if a.begun > 0 && a.kind == f.kind && a.sequence == f.sequence && a.length == f.length {
			return a
		}
		if a.begun < oldest.begun {
			oldest = a
		}
	}
	d.begun++
	*oldest = assembly{kind: f.kind, sequence: f.sequence, length: f.length, begun: d.begun}
	return oldest
}

// add adds a fragment, and returns the message's body once that is whole, when the assembly becomes free.
func (a *assembly) add(f *fragment) (body []byte, whole bool) {
	end := f.offset + len(f.data)
	if n := end - len(a.buf); n > 0 {
		a.buf = append(a.buf, make([]byte, n)...)
	}
	if n := (end+63)/64 - len(a.have); n > 0 {
		a.have = append(a.have, make([]uint64, n)...)
	}
	for i := f.offset; i < end; i++ {
		if bit := uint64(1) << (i % 64); a.have[i/64]&bit == 0 {
			a.have[i/64] |= bit
			a.buf[i] = f.data[i-f.offset]
			a.count++
		}
	}
	if a.count < a.length {
		return nil, false
	}
	body = a.buf
	*a = assembly{}
	return body, true
}
