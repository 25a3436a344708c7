package wire_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/wire"
)

func TestUTF16(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "a\x00b\x00": "a" + "b", "a\x00\x00\x00b\x00": "a", "a\x00b": "a", "\xe4\x00\xac\x20": "ä€", "\x3d\xd8\x00\xde!\x00": "😀!",
		"\x3d\xd8!\x00": "\ufffd!", "\x00\xde": "\ufffd", "\x3d\xd8": "\ufffd",
	} {
		require.Equal(t, want, wire.UTF16([]byte(text)), "%q", text)
	}
}
