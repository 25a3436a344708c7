package tls

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// compareDER takes elements off the data as x/crypto's reader does.
func compareDER(t *testing.T, data []byte) {
	d, s := der(data), cryptobyte.String(data)
	for {
		var content cryptobyte.String
		var kind asn1.Tag
		ok := s.ReadAnyASN1(&content, &kind)
		t1, c, got := d.any()
		require.Equal(t, ok, got, "%x", data)
		if !ok {
			return
		}
		require.Equal(t, uint8(kind), uint8(t1))
		require.Equal(t, []byte(content), []byte(c))
		require.Equal(t, []byte(s), []byte(d))
	}
}

var elements = [][]byte{
	nil, {2}, {2, 0}, {2, 1, 7, 4, 2, 1, 2}, {2, 2, 7}, {0x1f, 0}, {0x3f, 1, 0}, {4, 0x80}, {4, 0x81}, {4, 0x81, 1, 9},
	append([]byte{4, 0x81, 0x80}, make([]byte, 0x80)...), append([]byte{4, 0x82, 0, 0x80}, make([]byte, 0x80)...),
	append([]byte{4, 0x82, 1, 0}, make([]byte, 0x101)...), {4, 0x84, 0xff, 0xff, 0xff, 0xff}, {4, 0x85, 0, 0, 0, 0, 1, 0},
}

func TestReadsElements(t *testing.T) {
	for _, data := range elements {
		compareDER(t, data)
	}
	d, content := der{2, 1, 7, 4, 0}, der(nil)
	require.False(t, d.read(tagOctetString, &content))
	require.True(t, d.skipOptional(tagBoolean) && d.read(tagInteger, &content) && d.skipOptional(tagOctetString))
	require.Equal(t, der{7}, content)
	require.Empty(t, d)
	require.False(t, d.skip(tagInteger))
	d = der{1, 9}
	require.False(t, d.skipOptional(tagBoolean))
}

func FuzzElements(f *testing.F) {
	for _, data := range elements {
		f.Add(data)
	}
	f.Fuzz(compareDER)
}
