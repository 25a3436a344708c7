//go:build !tiny

package quic

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParameterTexts(t *testing.T) {
	p := ParseParameters(Version1, []byte("\x01\x02\x75\x30\x04\x04\x80\x00\x80\x00\x1b\x00\x71\x29\x01C"))
	require.Equal(t, "1,4,3129", string(p.AppendIDs(nil)), "1b is reserved")
	n, ok := p.Integer(ParamMaxIdleTimeout)
	require.True(t, ok)
	require.EqualValues(t, 0x3530, n)
	_, ok = p.Integer(5)
	require.False(t, ok)
	var m Metadata
	m.describe(p)
	require.Equal(t, Metadata{Parameters: "1,4,3129", IdleTimeout: 0x3530, MaxData: 0x8000}, m)

	m = Metadata{}
	m.describe(ParseParameters(Version1, []byte("\x01\x08\xff\xff\xff\xff\xff\xff\xff\xff")))
	require.EqualValues(t, uint32(1<<32-1), m.IdleTimeout, "bounded")
	many := bytes.Repeat([]byte{9, 0}, 100)
	require.Equal(t, maxParameters, bytes.Count(ParseParameters(Version1, many).AppendIDs(nil), []byte{'9'}))
}

func FuzzParameterTexts(f *testing.F) {
	f.Add([]byte("\x01\x02\x75\x30\x04\x04\x80\x00\x80\x00\x1b\x00\x71\x29\x01C"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var m Metadata
		m.describe(ParseParameters(Version1, data))
		require.LessOrEqual(t, len(m.Parameters), 17*maxParameters)
		m.describe(ParseParameters(0xff000017, data))
	})
}
