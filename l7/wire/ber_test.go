package wire_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/wire"
)

func TestBER(t *testing.T) {
	for text, want := range map[string]struct{ tag, length int }{
		"\x30\x05": {0x30, 5}, "\x02\x81\x80": {2, 0x80}, "\x02\x84\x00\x00\x00\x01": {2, 1}, "\x04\x82\x01\x00": {4, 256},
	} {
		c := wire.NewCursor([]byte(text))
		tag, length := c.BER()
		require.True(t, c.OK(), "%x", text)
		require.Equal(t, want, struct{ tag, length int }{int(tag), length})
		require.Zero(t, c.Len())
	}
	for _, text := range []string{"", "\x30", "\x30\x80", "\x30\x85\x00\x00\x00\x00\x01", "\x1f\x01", "\x30\x82\x01"} {
		c := wire.NewCursor([]byte(text))
		tag, length := c.BER()
		require.False(t, c.OK(), "%x", text)
		require.Zero(t, tag)
		require.Zero(t, length)
	}
}

func TestElement(t *testing.T) {
	c := wire.NewCursor([]byte("\x30\x03\x02\x01\x05\x04\x02a"))
	s := c.Element(0x30)
	v := s.Element(2)
	require.Equal(t, uint8(5), v.Uint8())
	require.True(t, c.OK() && s.OK() && v.OK())
	cut := c.Element(4)
	require.False(t, cut.OK(), "its content is not there")
	d := wire.NewCursor([]byte("\x30\x00"))
	d.Element(2)
	require.False(t, d.OK())
}
