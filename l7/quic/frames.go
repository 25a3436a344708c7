package quic

import "github.com/nfstream/nfstream-go/l7/wire"

// The frames of Initial packets (RFC 9000, section 12.4).
const (
	framePadding   = 0x00
	framePing      = 0x01
	frameACK       = 0x02
	frameACKECN    = 0x03
	frameCrypto    = 0x06
	frameQ050Crypt = 0x08 // CRYPTO in Q050, whose other frames are Google's
)

// cryptoFrames calls f for each CRYPTO frame of an Initial packet. It stops at the first frame that an Initial has no
// business with, and at an error.
func cryptoFrames(frames []byte, f func(offset uint64, data []byte) error) error {
	c := wire.NewCursor(frames)
	for c.Len() > 0 {
		switch kind := c.Uint8(); kind {
		case framePadding:
			c.SkipZeros()
		case framePing:
		case frameACK, frameACKECN:
			skipACK(&c, kind)
		case frameCrypto, frameQ050Crypt:
			offset := readVarint(&c)
			data := c.Bytes(int(min(readVarint(&c), maxInt)))
			if !c.OK() {
				return ErrMalformed
			}
			if err := f(offset, data); err != nil {
				return err
			}
		default:
			return nil
		}
	}
	if !c.OK() {
		return ErrMalformed
	}
	return nil
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
