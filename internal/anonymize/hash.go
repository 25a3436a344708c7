package anonymize

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
)

// hashSize is the number of bytes of the hash that are kept.
const hashSize = 16

// hasher is HMAC (RFC 2104) with SHA-256. Packages crypto/hmac and crypto/hkdf would link SHA-3 and add 70 KB to a
// program.
type hasher struct {
	hash         hash.Hash
	inner, outer [sha256.BlockSize]byte // the key, with RFC 2104's paddings
	sum          [sha256.Size]byte
}

func newHasher(key []byte) hasher {
	h := hasher{hash: sha256.New()}
	if len(key) > sha256.BlockSize {
		short := sha256.Sum256(key)
		key = short[:]
	}
	copy(h.inner[:], key)
	copy(h.outer[:], key)
	for i := range h.inner {
		h.inner[i] ^= 0x36
		h.outer[i] ^= 0x5c
	}
	return h
}

// of returns the hash of a text. It is valid until the next call.
func (h *hasher) of(text []byte) []byte {
	h.hash.Reset()
	h.hash.Write(h.inner[:])
	h.hash.Write(text)
	inner := h.hash.Sum(h.sum[:0])
	h.hash.Reset()
	h.hash.Write(h.outer[:])
	h.hash.Write(inner)
	return h.hash.Sum(h.sum[:0])
}

// replace replaces the bytes of dst from the given offset by their hash in hexadecimal.
func (h *hasher) replace(dst []byte, at int) []byte {
	return hex.AppendEncode(dst[:at], h.of(dst[at:])[:hashSize])
}

// derive is HKDF (RFC 5869) without a salt, for keys of up to sha256.Size bytes.
func derive(secret []byte, purpose string, size int) []byte {
	extract := newHasher(nil)
	expand := newHasher(extract.of(secret))
	return expand.of(append([]byte(purpose), 1))[:size]
}
