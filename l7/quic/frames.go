package quic

import "github.com/nfstream/nfstream-go/l7/wire"

// The frames of Initial packets (RFC 9000, section 12.4), and those of Google's versions from Q050 on.
const (
	framePadding = 0x00
	framePing    = 0x01
	frameACK     = 0x02
	frameACKECN  = 0x03
	frameCrypto  = 0x06

	frameGooglePing   = 0x07
	frameGoogleCrypto = 0x08
	frameGoogleACK    = 0x40 // 01ntllmm
)

// cryptoFrames calls f for each CRYPTO frame of an Initial packet, of a version of Google's or of another. It stops at the
// first frame that an Initial has no business with, and at an error.
func cryptoFrames(frames []byte, google bool, f func(offset uint64, data []byte) error) error {
	c := wire.NewCursor(frames)
	for c.Len() > 0 {
		switch kind := c.Uint8(); {
		case kind == framePadding:
			c.SkipZeros()
		case kind == framePing, google && kind == frameGooglePing:
		case kind == frameACK, kind == frameACKECN:
			skipACK(&c, kind)
		case kind == frameCrypto, google && kind == frameGoogleCrypto:
			if err := readCrypto(&c, f); err != nil {
				return err
			}
		case google && kind&0xc0 == frameGoogleACK:
			skipGoogleACK(&c, kind)
		default:
			return nil
		}
	}
	if !c.OK() {
		return ErrMalformed
	}
	return nil
}

// readCrypto reads a CRYPTO frame (RFC 9000, section 19.6).
func readCrypto(c *wire.Cursor, f func(offset uint64, data []byte) error) error {
	offset := readVarint(c)
	data := c.Bytes(int(min(readVarint(c), maxInt)))
	if !c.OK() {
		return ErrMalformed
	}
	return f(offset, data)
}

// skipACK skips an acknowledgement (RFC 9000, section 19.3). A range takes two bytes or more, so a count beyond what is
// there ends with the data.
func skipACK(c *wire.Cursor, kind byte) {
	readVarint(c) // largest
	readVarint(c) // delay
	ranges := readVarint(c)
	readVarint(c) // first range
	for ; ranges > 0 && c.OK(); ranges-- {
		readVarint(c)
		readVarint(c)
	}
	if kind == frameACKECN {
		readVarint(c)
		readVarint(c)
		readVarint(c)
	}
}
