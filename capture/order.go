package capture

import (
	"encoding/binary"
	"math/bits"
)

// order is the byte order of a file or section: true for big-endian.
type order bool

func (o order) uint16(b []byte) uint16 {
	v := binary.LittleEndian.Uint16(b)
	if o {
		return bits.ReverseBytes16(v)
	}
	return v
}

func (o order) uint32(b []byte) uint32 {
	v := binary.LittleEndian.Uint32(b)
	if o {
		return bits.ReverseBytes32(v)
	}
	return v
}

func (o order) uint64(b []byte) uint64 {
	v := binary.LittleEndian.Uint64(b)
	if o {
		return bits.ReverseBytes64(v)
	}
	return v
}
