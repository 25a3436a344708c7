package kafka

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"net/netip"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// KeySize is the size of a key in bytes.
const KeySize = 8

// Key returns the key of the flows between two addresses, in either order: the 64-bit FNV-1a hash, most significant byte
// first, of both addresses, the lower one first. Each address is 16 bytes, an IPv4 address as ::ffff:a.b.c.d (RFC 4291,
// section 2.5.5.2). It is the same on any machine and in any version.
func Key(a, b netip.Addr) [KeySize]byte { return keyOf(a.As16(), b.As16()) }

func keyOf(a, b [16]byte) (key [KeySize]byte) {
	if bytes.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	hash := uint64(fnvOffset)
	for _, address := range [2]*[16]byte{&a, &b} {
		for _, x := range address {
			hash = (hash ^ uint64(x)) * fnvPrime
		}
	}
	binary.BigEndian.PutUint64(key[:], hash)
	return key
}

// The parameters of 64-bit FNV-1a.
const (
	fnvOffset = 0xcbf29ce484222325
	fnvPrime  = 0x100000001b3
)

// keyer makes keys of what rows show, so that a key reveals no address that rows hide.
type keyer struct {
	src, dst *column.Column
	text     []byte
}

// newKeyer returns nil if rows do not show both addresses.
func newKeyer(columns []*column.Column) *keyer {
	var k keyer
	for _, c := range columns {
		switch c.Name {
		case "src_ip":
			k.src = c
		case "dst_ip":
			k.dst = c
		}
	}
	if k.src == nil || k.dst == nil {
		return nil
	}
	return &k
}

func (k *keyer) key(f *flow.Flow) [KeySize]byte {
	return keyOf(k.address(k.src, f, f.Src().Addr()), k.address(k.dst, f, f.Dst().Addr()))
}

// address returns the address that a column shows. A pseudonym of 32 hexadecimal digits stands for the 16 bytes of it.
func (k *keyer) address(c *column.Column, f *flow.Flow, real netip.Addr) (b [16]byte) {
	var room [64]byte
	k.text = c.AppendText(k.text[:0], f)
	if bytes.Equal(k.text, real.AppendTo(room[:0])) {
		return real.As16()
	}
	if len(k.text) == 2*len(b) && bytes.IndexByte(k.text, ':') < 0 {
		if _, err := hex.Decode(b[:], k.text); err == nil {
			return b
		}
	}
	if shown, err := netip.ParseAddr(string(k.text)); err == nil {
		return shown.As16()
	}
	return [16]byte{}
}
