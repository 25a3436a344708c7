package quic

import "crypto/aes"

const (
	sampleOffset = 4 // from the packet number
	maxNumber    = 4 // bytes of a packet number
)

// Open decrypts a packet of a long header and returns its packet number and its frames, which are appended to room[:0].
// largest is the largest packet number before, or -1 (RFC 9001, sections 5.3 and 5.4; RFC 9000, appendix A.3). The
// header is not changed. The error is ErrMalformed or ErrDecrypt.
func (k *Keys) Open(h *Header, largest int64, room []byte) (number int64, frames []byte, err error) {
	sample := h.number + sampleOffset
	if h.number == 0 || len(h.Packet) < sample+aes.BlockSize {
		return 0, nil, ErrMalformed
	}
	k.header.Encrypt(k.mask[:], h.Packet[sample:sample+aes.BlockSize])
	first := h.Packet[0] ^ k.mask[0]&0x0f
	length := int(first&3) + 1

	room = append(room[:0], h.Packet[:h.number+length]...)
	room[0] = first
	truncated := int64(0)
	for i := range length {
		room[h.number+i] ^= k.mask[1+i]
		truncated = truncated<<8 | int64(room[h.number+i])
	}
	number = decodeNumber(truncated, length, largest)
	header := len(room)
	k.setNonce(number)
	room, err = k.aead.Open(room, k.nonce[:], h.Packet[header:], room)
	if err != nil {
		return 0, nil, ErrDecrypt
	}
	return number, room[header:], nil
}

func (k *Keys) setNonce(number int64) {
	k.nonce = k.iv
	for i := range 8 {
		k.nonce[nonceLength-1-i] ^= byte(number >> (8 * i))
	}
}

// decodeNumber returns the packet number closest to the one expected that ends in the bytes sent (RFC 9000, appendix
// A.3).
func decodeNumber(truncated int64, length int, largest int64) int64 {
	expected := largest + 1
	window := int64(1) << (8 * length)
	candidate := expected&^(window-1) | truncated
	switch {
	case candidate <= expected-window/2 && candidate < 1<<62-window:
		return candidate + window
	case candidate > expected+window/2 && candidate >= window:
		return candidate - window
	}
	return candidate
}
