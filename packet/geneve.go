package packet

import "encoding/binary"

// The Geneve header (RFC 8926, section 3.4).
const (
	geneveLength      = 8
	geneveVersionMask = 0xc0
	geneveOptionsMask = 0x3f // options length in words of four bytes
	geneveControl     = 0x80 // second byte
)

func (f *frame) geneve() bool {
	b := f.rest()
	if len(b) < geneveLength || b[0]&geneveVersionMask != 0 || b[1]&geneveControl != 0 {
		return false
	}
	n := geneveLength + 4*int(b[0]&geneveOptionsMask)
	if len(b) < n {
		return false
	}
	f.off += n
	return f.bridged(binary.BigEndian.Uint16(b[2:]))
}
