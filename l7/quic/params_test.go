package quic

import (
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
