//go:build !tiny

package tls

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPublicKeys(t *testing.T) {
	element := func(tag byte, content ...[]byte) []byte {
		body := slices.Concat(content...)
		return append([]byte{tag, 0x82, byte(len(body) >> 8), byte(len(body))}, body...)
	}
	small := func(tag byte, content ...[]byte) []byte {
		body := slices.Concat(content...)
		return append([]byte{tag, byte(len(body))}, body...)
	}
	modulus := append([]byte{0, 0x80}, make([]byte, 255)...)
	rsa := slices.Concat(small(0x30, small(6, []byte("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01")), []byte{5, 0}),
		element(3, []byte{0}, element(0x30, element(2, modulus), []byte{2, 3, 1, 0, 1})))
	p256 := small(0x30, small(6, []byte(oidECKey)), small(6, []byte("\x2a\x86\x48\xce\x3d\x03\x01\x07")))
	other := small(0x30, small(6, []byte(oidECKey)), small(6, []byte("\x2a\x03")))
	unknown := small(0x30, small(6, []byte("\x2a\x03")))
	for _, c := range []struct {
		key  []byte
		kind string
		bits uint16
	}{
		{rsa, "RSA", 2048}, {rsa[:30], "RSA", 0}, {p256, "EC P-256", 256}, {other, "EC", 0}, {unknown, "", 0}, {nil, "", 0},
	} {
		var got Certificate
		got.readPublicKey(c.key)
		require.Equal(t, c.kind, got.KeyType)
		require.Equal(t, c.bits, got.KeyBits)
	}
	c, err := ParseCertificate(unhex(t, testCertificate))
	require.NoError(t, err)
	require.Equal(t, "Ed25519", c.KeyType)
	require.True(t, c.SelfIssued)
}

func TestGroups(t *testing.T) {
	for g, want := range map[Group]string{29: "x25519", X25519MLKEM768: "X25519MLKEM768", 0x0201: "MLKEM768", 0x0a0a: "GREASE",
		0x1234: "Unknown (1234)", X25519Kyber768: "X25519Kyber768Draft00"} {
		require.Equal(t, want, g.String())
	}
	require.True(t, SecP256r1MLKEM768.PostQuantum() && MLKEM1024.PostQuantum())
	require.False(t, Group(29).PostQuantum() || Group(0x0203).PostQuantum() || Group(0x0a0a).PostQuantum())
	require.Empty(t, Group(0).orNone())
}
