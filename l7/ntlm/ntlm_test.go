package ntlm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/ntlm"
)

const (
	head    = "NTLMSSP\x00\x03\x00\x00\x00" + "\x00\x00\x00\x00\x40\x00\x00\x00" + "\x00\x00\x00\x00\x40\x00\x00\x00"
	offered = "NTLMSSP\x00\x02\x00\x00\x00" + key + key + key + "\x00\x00\x00\x00\x0a\x00\x0a\x00\x30\x00\x00\x00"
	key     = "\x00\x00\x00\x00\x40\x00\x00\x00"
)

func TestFind(t *testing.T) {
	for text, want := range map[string]ntlm.Message{
		"": {}, "NTLMSSP\x00": {}, "NTLMSSP\x00\x01\x00\x00\x00" + key + key: {}, head: {},
		head + "\x02\x00\x02\x00\x40\x00\x00\x00" + "\x04\x00\x04\x00\x42\x00\x00\x00" + "\x02\x00\x02\x00\x46\x00\x00\x00" + key +
			"\x01\x00\x00\x00" + "d\x00u\x00v\x00h\x00": {Domain: "d", User: "uv", Host: "h"},
		"SPNEGO" + head + "\x01\x00\x01\x00\x40\x00\x00\x00" + "\x02\x00\x02\x00\x41\x00\x00\x00" + "\x01\x00\x01\x00\x43\x00\x00\x00" + key +
			"\x00\x00\x00\x00" + "duvh": {Domain: "d", User: "uv", Host: "h"},
		// A name that is not whole, and one far away.
		head + "\x02\x00\x02\x00\x40\x00\x00\x00" + "\x04\x00\x04\x00\x42\x00\x00\x00" + "\x02\x00\x02\x00\xff\xff\xff\xff" + key +
			"\x01\x00\x00\x00" + "d\x00u\x00": {Domain: "d"},
		offered + "\x01\x00\x02\x00S\x00\x00\x00\x00\x00": {Server: "S"},
		offered + "\x01\x00\x09\x00S\x00":                 {},
	} {
		got, ok := ntlm.Find([]byte(text))
		require.Equal(t, want, got, "%q", text)
		require.Equal(t, want != ntlm.Message{}, ok, "%q", text)
	}
}

func FuzzFind(f *testing.F) {
	f.Add([]byte(head + key + key + key + key + "\x01\x00\x00\x00d\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, ok := ntlm.Find(data)
		require.Equal(t, m != ntlm.Message{}, ok)
		require.LessOrEqual(t, len(m.User), 3*256)
	})
}
