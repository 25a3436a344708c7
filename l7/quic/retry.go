package quic

import (
	"crypto/aes"
	"crypto/cipher"
)

const retryTagLength = 16

type retryKey struct{ key, nonce string }

// The keys of the tag, which all the world knows: RFC 9001, section 5.8, and its drafts; RFC 9369, section 3.3.3.
var (
	retryV1 = retryKey{"\xbe\x0c\x69\x0b\x9f\x66\x57\x5a\x1d\x76\x6b\x54\xe3\x68\xc8\x4e",
		"\x46\x15\x99\xd3\x5d\x63\x2b\xf2\x23\x98\x25\xbb"}
	retryV2 = retryKey{"\x8f\xb4\xb0\x1b\x56\xac\x48\xe2\x60\xfb\xcb\xce\xad\x7c\xcc\x92",
		"\xd8\x69\x69\xbc\x2d\x7c\x6d\x99\x90\xef\xb0\x4a"}
	retryDraft25 = retryKey{"\x4d\x32\xec\xdb\x2a\x21\x33\xc8\x41\xe4\x04\x3d\xf2\x7d\x44\x30",
		"\x4d\x16\x11\xd0\x55\x13\xa5\x52\xc5\x87\xd5\x75"}
	retryDraft29 = retryKey{"\xcc\xce\x18\x7e\xd0\x9a\x09\xd0\x57\x28\x15\x5a\x6c\xb9\x6b\xe1",
		"\xe5\x49\x30\xf9\x7f\x21\x36\xf0\x53\x0a\x8c\x1c"}
)

func (v Version) retryKey() (k retryKey, ok bool) {
	switch draft := v.standard(); {
	case v == Version2:
		return retryV2, true
	case !v.Known() || v.IsGoogle() || v == Version2Draft || draft < 25:
		return k, false
	case draft < 29:
		return retryDraft25, true
	case draft < 33:
		return retryDraft29, true
	}
	return retryV1, true
}

// VerifyRetry reports whether a Retry answers a client's first packet with the given destination connection id. The
// Retry's integrity tag covers this id. The result is false for versions without such a tag.
func VerifyRetry(h *Header, dcid []byte) bool {
	k, ok := h.Version.retryKey()
	if !ok || h.Type != Retry || len(h.Packet) < retryTagLength || len(dcid) > MaxConnectionID {
		return false
	}
	block, err := aes.NewCipher([]byte(k.key))
	if err != nil {
		return false
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return false
	}
	end := len(h.Packet) - retryTagLength
	pseudo := append([]byte{byte(len(dcid))}, dcid...)
	pseudo = append(pseudo, h.Packet[:end]...)
	_, err = aead.Open(nil, []byte(k.nonce), h.Packet[end:], pseudo)
	return err == nil
}
