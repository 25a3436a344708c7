package quic

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParameters(t *testing.T) {
	p := ParseParameters(Version1, []byte("\x01\x01\x1e\x71\x29\x09Chrome/97\x40\x0f\x02ab\x05\x40"))
	require.Equal(t, "Chrome/97", string(p.UserAgent()))
	id, ok := p.Find(ParamInitialSourceID)
	require.True(t, ok)
	require.Equal(t, "ab", string(id))
	_, ok = p.Find(5)
	require.False(t, ok, "cut")

	old := ParseParameters(0xff000017, []byte("\x00\x11\x00\x01\x00\x00\x31\x29\x00\x09Chrome/80"))
	require.Equal(t, "Chrome/80", string(old.UserAgent()))
	require.Nil(t, ParseParameters(Version1, nil).UserAgent())
}

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
	require.EqualValues(t, 1<<32-1, m.IdleTimeout, "bounded")
	many := bytes.Repeat([]byte{9, 0}, 100)
	require.Equal(t, maxParameters, bytes.Count(ParseParameters(Version1, many).AppendIDs(nil), []byte{'9'}))
}
