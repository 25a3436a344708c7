package workload

import (
	"encoding/binary"
	"math/bits"
)

// total adds the bytes, as big-endian numbers, to an Internet checksum being summed (RFC 1071); b must begin at an even
// offset of what is summed.
func total(sum uint64, b []byte) uint64 {
	var carry uint64
	for ; len(b) >= 8; b = b[8:] {
		sum, carry = bits.Add64(sum, binary.BigEndian.Uint64(b), carry)
	}
	for ; len(b) >= 2; b = b[2:] {
		sum, carry = bits.Add64(sum, uint64(binary.BigEndian.Uint16(b)), carry)
	}
	if len(b) == 1 {
		sum, carry = bits.Add64(sum, uint64(b[0])<<8, carry)
	}
	sum, carry = bits.Add64(sum, 0, carry)
	return sum + carry
}

// fold ends the sum.
func fold(sum uint64) uint16 {
	sum = sum>>32 + sum&0xffffffff
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// pseudo starts the sum of a segment with the pseudo header of its network layer (RFC 9293, RFC 8200).
func (c *conn) pseudo(dir int, proto uint8, length int) uint64 {
	if proto == protoICMP {
		return 0
	}
	sum := total(uint64(proto)+uint64(length), c.address(dir))
	return total(sum, c.address(1-dir))
}
