package workload

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func digest(t *testing.T, o Options) string {
	t.Helper()
	h := sha256.New()
	_, err := Write(h, o)
	require.NoError(t, err)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// TestSameBytes pins the captures: a change of the generator that changes them makes old figures incomparable.
func TestSameBytes(t *testing.T) {
	want := map[string]string{
		"mix":   "fe2e25698f356bdb",
		"bulk":  "e5604e78888f4dde",
		"flood": "72f85d250df48c33",
		"churn": "5a48edec776b8b51",
	}
	for _, name := range Names() {
		require.Equal(t, want[name], digest(t, Options{Name: name, Packets: 20_000, Seed: 1}), name)
	}
}

func TestSeedMatters(t *testing.T) {
	one := digest(t, Options{Name: "mix", Packets: 1000, Seed: 1})
	require.Equal(t, one, digest(t, Options{Name: "mix", Packets: 1000, Seed: 1}))
	require.NotEqual(t, one, digest(t, Options{Name: "mix", Packets: 1000, Seed: 2}))
}

func TestExactCount(t *testing.T) {
	for _, name := range Names() {
		for _, n := range []int{0, 1, 7, 5000} {
			sum, err := Write(io.Discard, Options{Name: name, Packets: n})
			require.NoError(t, err)
			require.Equal(t, n, sum.Packets, name)
		}
	}
}

func TestConversations(t *testing.T) {
	mix, err := Write(io.Discard, Options{Name: "mix", Packets: 500_000, Seed: 3})
	require.NoError(t, err)
	require.InDelta(t, 25_000, mix.Conversations, 10_000)
	require.Greater(t, mix.Span.Seconds(), 40.0)

	flood, err := Write(io.Discard, Options{Name: "flood", Packets: 50_000})
	require.NoError(t, err)
	require.Equal(t, 50_000, flood.Conversations)
	require.InDelta(t, 4, flood.Span.Seconds(), 1)

	bulk, err := Write(io.Discard, Options{Name: "bulk", Packets: 50_000})
	require.NoError(t, err)
	require.Equal(t, bulkFlows, bulk.Conversations)
	require.Greater(t, bulk.Bytes/int64(bulk.Packets), int64(1200))
}

func TestUnknown(t *testing.T) {
	_, err := Write(io.Discard, Options{Name: "storm", Packets: 1})
	require.ErrorContains(t, err, "mix")
	_, err = Write(io.Discard, Options{Name: "mix", Packets: -1})
	require.Error(t, err)
}

var errFull = errors.New("full")

type full struct{ bytes.Buffer }

func (f *full) Write(b []byte) (int, error) { return 0, errFull }

func TestWriteError(t *testing.T) {
	_, err := Write(&full{}, Options{Name: "bulk", Packets: 1})
	require.ErrorIs(t, err, errFull)
	_, err = Write(&full{}, Options{Name: "bulk", Packets: 5000})
	require.ErrorIs(t, err, errFull)
}
