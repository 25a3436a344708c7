//go:build !tiny

package cli

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEngineWords(t *testing.T) {
	require.Nil(t, parsed(t).CaptureEngine)
	require.Nil(t, parsed(t, "--capture-engine=afpacket", "--capture-engine=ring").CaptureEngine)
	require.Contains(t, refused(t, "flows --capture-engine libpcap x"), "want ring, afpacket")
	if len(moreEngines) == 0 {
		require.Contains(t, refused(t, "flows --capture-engine pcapgo x"), "-tags pcapgo")
	}
	require.Contains(t, good(t, "flows", "--help"), "(default ring)")
}
