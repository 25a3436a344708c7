//go:build !nfstream_no_industrial

package industrial

// crcReflected returns a CRC of 16 bits whose bits go in from the lowest on, by a reflected polynomial.
func crcReflected(b []byte, crc, polynomial uint16) uint16 {
	for _, x := range b {
		crc ^= uint16(x)
		for range 8 {
			if crc&1 != 0 {
				crc = crc>>1 ^ polynomial
			} else {
				crc >>= 1
			}
		}
	}
	return crc
}

// crcCCITT returns a CRC of 16 bits by x^16 + x^12 + x^5 + 1 whose bits go in from the highest on.
func crcCCITT(b []byte, crc uint16) uint16 {
	for _, x := range b {
		crc ^= uint16(x) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return crc
}
