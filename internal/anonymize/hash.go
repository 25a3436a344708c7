package anonymize

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
)

// hashSize is how many bytes of the hash are kept.
const hashSize = 16

type hasher struct {
	mac hash.Hash
	sum [sha256.Size]byte
}

func newHasher(key []byte) hasher { return hasher{mac: hmac.New(sha256.New, key)} }

// replace puts the hash of the bytes of dst from the given place on in their place, in hex.
func (h *hasher) replace(dst []byte, at int) []byte {
	h.mac.Reset()
	h.mac.Write(dst[at:])
	return hex.AppendEncode(dst[:at], h.mac.Sum(h.sum[:0])[:hashSize])
}
