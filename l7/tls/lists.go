package tls

import (
	"encoding/binary"
	"iter"
)

// Uint16s is a list of code points as on the wire, two bytes each, borrowed from a message. A last odd byte is not part
// of it.
type Uint16s []byte

// Len returns the number of code points.
func (l Uint16s) Len() int { return len(l) / 2 }

// At returns the code point at index i, which must be less than Len.
func (l Uint16s) At(i int) uint16 { return binary.BigEndian.Uint16(l[2*i:]) }

// All yields the code points in order.
func (l Uint16s) All() iter.Seq[uint16] {
	return func(yield func(uint16) bool) {
		for i := range l.Len() {
			if !yield(l.At(i)) {
				return
			}
		}
	}
}

// Names is a list of names in wire format, borrowed from a message. Each name has a length prefix of one byte.
type Names []byte

// All yields the names in order, up to the first that is cut.
func (l Names) All() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for rest := []byte(l); len(rest) > 0 && len(rest) > int(rest[0]); {
			n := 1 + int(rest[0])
			if !yield(rest[1:n:n]) {
				return
			}
			rest = rest[n:]
		}
	}
}

// First returns the first name, nil if there is none.
func (l Names) First() []byte {
	for name := range l.All() {
		return name
	}
	return nil
}

// Append appends the names to b with commas between them.
func (l Names) Append(b []byte) []byte {
	first := true
	for name := range l.All() {
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, name...)
	}
	return b
}

// String returns the names with commas between them.
func (l Names) String() string { return string(l.Append(nil)) }

// KeyShares is the list of key shares of a client, borrowed from a message (RFC 8446, section 4.2.8).
type KeyShares []byte

// All yields the group and the key of each share in order, up to the first that is cut.
func (l KeyShares) All() iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		for id, data := range Extensions(l).All() {
			if !yield(uint16(id), data) {
				return
			}
		}
	}
}

// Groups appends the groups of the shares to b.
func (l KeyShares) Groups(b []uint16) []uint16 {
	for group := range l.All() {
		b = append(b, group)
	}
	return b
}

// list8 returns the list after a length prefix of one byte. A truncated list is returned as far as it goes.
func list8(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b[1:min(1+int(b[0]), len(b))]
}

// list16 returns the list after a length prefix of two bytes. A truncated list is returned as far as it goes.
func list16(b []byte) []byte {
	if len(b) < 2 {
		return nil
	}
	return b[2:min(2+int(binary.BigEndian.Uint16(b)), len(b))]
}
