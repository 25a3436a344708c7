package nfstream_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
)

// A run whose Duration is over ends without an error, and exports the flows that are alive.
func TestDuration(t *testing.T) {
	for _, workers := range []int{1, 3} {
		cfg := nfstream.Config{Workers: workers, Duration: 20 * time.Millisecond}
		s, err := nfstream.New(&endless{ticks{batch: 100}}, cfg)
		require.NoError(t, err)
		n := uint64(0)
		for f, err := range s.Flows(t.Context()) {
			require.NoError(t, err)
			n += f.Bidirectional().Packets
		}
		stats := s.Stats()
		require.True(t, stats.TimedOut)
		require.NotZero(t, n)
		require.Equal(t, stats.Flows, stats.Exported())
		require.Equal(t, stats.Frames[0], n)

		s, err = nfstream.New(&endless{ticks{batch: 100}}, cfg)
		require.NoError(t, err)
		require.NoError(t, s.Run(t.Context(), &failing{left: 1 << 30}))
	}
}

func TestDurationThatIsNotOver(t *testing.T) {
	for _, workers := range []int{1, 3} {
		s, err := nfstream.Open("testdata/web.pcap", nfstream.Config{Workers: workers, Duration: time.Hour})
		require.NoError(t, err)
		require.NoError(t, s.Run(t.Context()))
		require.False(t, s.Stats().TimedOut)

		ctx, cancel := context.WithCancelCause(t.Context())
		stop := errors.New("enough")
		cancel(stop)
		s, err = nfstream.New(&endless{ticks{batch: 100}}, nfstream.Config{Workers: workers, Duration: time.Hour})
		require.NoError(t, err)
		require.ErrorIs(t, s.Run(ctx), stop)
		require.False(t, s.Stats().TimedOut)
	}
}
