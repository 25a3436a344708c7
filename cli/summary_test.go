package cli

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

func TestSummary(t *testing.T) {
	var s nfstream.Stats
	s.Frames[packet.OK], s.Ended[flow.EndOfCapture] = 1, 1
	require.Equal(t, "1 packet, 1 flow, 0.50 s, 2 packets/s", summary(&s, time.Second/2, ""))

	s.Frames[packet.OK], s.Frames[packet.NotIP], s.Frames[packet.TooDeep] = 1234567, 1000, 1
	s.Ended[flow.Evicted], s.Ended[flow.Limit] = 5, 1
	s.Capture.Dropped, s.Capture.InterfaceDropped = 3, 1
	require.Equal(t, "1,235,568 packets, 7 flows, 2.00 s, 617,784 packets/s; "+
		"1,001 packets ignored (1,000 not IP, 1 too many headers); 5 flows evicted because the table was full; "+
		"3 packets dropped by the capture; 1 packet dropped by the interface; stopped at --max-flows; interrupted",
		summary(&s, 2*time.Second, "interrupted"))
}

func TestSummaryIsOneLine(t *testing.T) {
	got := inside("flows", "--table-size", "5", "--max-flows", "20", sample(t))
	require.Zero(t, got.status)
	require.Regexp(t, `^\S+ packets, 20 flows, .* flows? evicted because the table was full; stopped at --max-flows\n$`, got.err)
	require.Empty(t, inside("flows", "--quiet", sample(t)).err)
}

func TestThousands(t *testing.T) {
	for n, want := range map[uint64]string{0: "0", 999: "999", 1000: "1,000", 12345678: "12,345,678"} {
		require.Equal(t, want, thousands(n))
	}
}

func TestWithout(t *testing.T) {
	a, b := errors.New("a"), errors.New("b")
	require.NoError(t, without(context.Canceled, context.Canceled))
	require.NoError(t, without(errors.Join(errors.Join(a), nil), a))
	require.EqualError(t, without(errors.Join(a, errors.Join(b, a)), a), "b")
}

func TestSummaryOfTimesOutOfRange(t *testing.T) {
	var s nfstream.Stats
	s.Frames[packet.OK], s.Capture.ClampedTimes = 2, 1
	require.Equal(t, "2 packets, 0 flows, 1.00 s, 2 packets/s; 1 packet with a time outside 1677 to 2262", summary(&s, time.Second, ""))
}
