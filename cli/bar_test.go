package cli

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestProgressLine(t *testing.T) {
	require.Equal(t, " 25% [===========>------------------------------------] 1.00 MB / 4.00 MB, 3.0s left",
		progressLine(1_000_000, 4_000_000, time.Second, 100))
	require.Equal(t, " 25% [====>--------------] 1.00 MB / 4.00 MB, 3.0s left", progressLine(1_000_000, 4_000_000, time.Second, 55))
	require.Equal(t, " 99% [====>-] 3.99 MB / 4.00 MB, 0ms left", progressLine(5_000_000, 4_000_000, time.Second, 41))
	require.Equal(t, "  0%  0 B / 4.00 MB", progressLine(0, 4_000_000, time.Second, 22))
	for width := range 60 {
		require.LessOrEqual(t, len(progressLine(1<<40, 1<<41, time.Hour, width)), width)
	}
}
