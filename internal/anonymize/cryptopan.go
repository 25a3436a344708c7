package anonymize

import (
	"crypto/aes"
	"crypto/cipher"
	"net/netip"
)

// cryptoPAnKey is the length of Crypto-PAn's key: 16 bytes for AES-128, then 16 bytes that are encrypted to the pad.
const cryptoPAnKey = 32

// cryptoPAn is the mapping. It has scratch space and is not safe for concurrent use.
type cryptoPAn struct {
	block           cipher.Block
	pad             [16]byte
	in, out, mapped [16]byte
}

// newCryptoPAn takes a key of cryptoPAnKey bytes.
func newCryptoPAn(key []byte) *cryptoPAn {
	block, err := aes.NewCipher(key[:16])
	if err != nil {
		panic(err) // the length is right
	}
	c := &cryptoPAn{block: block}
	block.Encrypt(c.pad[:], key[16:cryptoPAnKey])
	return c
}

// addr maps an address. It flips bit i if the first bit of the encryption of the first i bits, followed by the rest
// of the pad, is 1.
func (c *cryptoPAn) addr(a netip.Addr) netip.Addr {
	if a.Is4() {
		b := a.As4()
		c.flip(b[:])
		return netip.AddrFrom4([4]byte(c.mapped[:]))
	}
	b := a.As16()
	c.flip(b[:])
	return netip.AddrFrom16(c.mapped)
}

// flip sets the bytes of mapped; it has the length of the address.
func (c *cryptoPAn) flip(address []byte) {
	c.in = c.pad
	for i := range address {
		var flips byte
		for bit := range 8 {
			mask := byte(uint(0xff00) >> bit) // of the address's first bits in this byte
			c.in[i] = address[i]&mask | c.pad[i]&^mask
			c.block.Encrypt(c.out[:], c.in[:])
			flips |= c.out[0] >> 7 << (7 - bit)
		}
		c.in[i] = address[i]
		c.mapped[i] = address[i] ^ flips
	}
}
