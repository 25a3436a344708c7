package quic

import (
	"bytes"
	"math/bits"
)

// cryptoStream puts the handshake bytes of one direction in order. It tracks each byte that has arrived, so frames may
// overlap in any way, and cost only the bytes they add.
type cryptoStream struct {
	buf    []byte   // up to the furthest byte so far, at most MaxCrypto
	have   []uint64 // a bit a byte
	prefix int      // bytes from the start without a gap
	base   uint64   // offset of the start
}

func (s *cryptoStream) reset() { *s = cryptoStream{buf: s.buf[:0], have: s.have[:0]} }

// addMessage is add for Google's handshake. It keeps the latest message: after a rejection a second one follows, at an
// offset other than 0.
func (s *cryptoStream) addMessage(offset uint64, data []byte) error {
	if offset > s.base && bytes.HasPrefix(data, TagCHLO[:]) {
		s.reset()
		s.base = offset
	}
	if offset < s.base {
		return nil
	}
	return s.add(offset-s.base, data)
}

// add adds bytes at an offset. The first value of each byte is kept.
func (s *cryptoStream) add(offset uint64, data []byte) error {
	if offset > MaxCrypto || int(offset)+len(data) > MaxCrypto {
		return ErrTooLong
	}
	from := int(offset)
	s.grow(from + len(data))
	for i, v := range data {
		at := from + i
		if bit := uint64(1) << (at % 64); s.have[at/64]&bit == 0 {
			s.have[at/64] |= bit
			s.buf[at] = v
		}
	}
	s.advance()
	return nil
}

func (s *cryptoStream) grow(end int) {
	if n := end - len(s.buf); n > 0 {
		s.buf = append(s.buf, make([]byte, n)...)
	}
	if n := (end+63)/64 - len(s.have); n > 0 {
		s.have = append(s.have, make([]uint64, n)...)
	}
}

// advance moves the prefix over the bytes that are there.
func (s *cryptoStream) advance() {
	for word := s.prefix / 64; word < len(s.have); word++ {
		s.prefix = word*64 + bits.TrailingZeros64(^s.have[word])
		if s.prefix < (word+1)*64 {
			return
		}
	}
}

// message returns the first handshake message with its header of four bytes, nil if it is not whole.
func (s *cryptoStream) message() []byte {
	b := s.buf[:s.prefix]
	if len(b) < messageHeader {
		return nil
	}
	n := messageHeader + int(b[1])<<16 + int(b[2])<<8 + int(b[3])
	if n > len(b) {
		return nil
	}
	return b[:n:n]
}

const messageHeader = 4
