package anonymize

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"
)

// Keys and hashes equal those of the standard library.
func TestHMACAndHKDF(t *testing.T) {
	for _, size := range []int{0, 1, 16, 31, 32, 63, 64, 65, 200} {
		key, text := bytes.Repeat([]byte{7, byte(size)}, size)[:size], bytes.Repeat([]byte("text"), size)
		h := newHasher(key)
		for range 2 {
			mac := hmac.New(sha256.New, key)
			mac.Write(text)
			require.Equal(t, mac.Sum(nil), h.of(text))
		}
		for _, length := range []int{16, 32} {
			want, err := hkdf.Key(sha256.New, key, nil, purposeHash, length)
			require.NoError(t, err)
			require.Equal(t, want, derive(key, purposeHash, length))
		}
	}
}
