package quic

import "crypto/sha256"

// secret is one of those that keys are made of. All of them follow from what is on the wire, so that nothing here needs
// to keep them from anyone; what matters is to make them without allocating.
type secret [sha256.Size]byte

// expand derives a secret of the same length.
func (s *secret) expand(label string) secret { return s.expandTo(label, sha256.Size) }

// expandTo is HKDF-Expand-Label without a context (RFC 8446, section 7.1). The output has length bytes, at most those
// of a secret, and is at the start of the result.
func (s *secret) expandTo(label string, length int) secret {
	const prefix = "tls13 "
	var room [64]byte
	info := append(room[:0], byte(length>>8), byte(length), byte(len(prefix)+len(label)))
	info = append(append(info, prefix...), label...)
	info = append(info, 0, 1) // no context; the first block, RFC 5869, section 2.3
	return hmacSHA256(s[:], info)
}

// hmacSHA256 is HMAC (RFC 2104) with SHA-256, for keys and messages of up to its block size. It is HKDF-Extract too.
func hmacSHA256(key, message []byte) secret {
	const size = sha256.BlockSize
	var inner, outer [2 * size]byte
	copy(inner[:size], key)
	copy(outer[:size], key)
	for i := range size {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	n := size + copy(inner[size:], message)
	sum := sha256.Sum256(inner[:n])
	n = size + copy(outer[size:], sum[:])
	return sha256.Sum256(outer[:n])
}
