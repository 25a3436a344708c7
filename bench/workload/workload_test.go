package workload

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func digest(t *testing.T, o Options) string {
	t.Helper()
	h := sha256.New()
	_, err := Write(h, o)
	require.NoError(t, err)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// fewCaptures loads captures that do not change.
func fewCaptures(t *testing.T) *Captures {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"web.pcap", "dns.pcap", "vxlan.pcap", "sctp.pcap", "any-sll.pcap", "mixed.pcapng"} {
		data, err := os.ReadFile(filepath.Join("../../testdata", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), data, 0o600))
	}
	c, err := Load(folder)
	require.NoError(t, err)
	return c
}

// TestSameBytes pins the captures: a change of the generator that changes them makes old figures incomparable.
func TestSameBytes(t *testing.T) {
	want := map[string]string{
		"mix":      "2d0912d14cb0170b",
		"bulk":     "e5604e78888f4dde",
		"flood":    "72f85d250df48c33",
		"churn":    "e3994d99df4902f9",
		"tunnels":  "e24a8da55be7a38f",
		"captures": "b04020f4114c2714",
	}
	for _, name := range Names() {
		o := Options{Name: name, Packets: 20_000, Seed: 1, Captures: fewCaptures(t)}
		require.Equal(t, want[name], digest(t, o), name)
	}
}

func TestSeedMatters(t *testing.T) {
	one := digest(t, Options{Name: "mix", Packets: 1000, Seed: 1})
	require.Equal(t, one, digest(t, Options{Name: "mix", Packets: 1000, Seed: 1}))
	require.NotEqual(t, one, digest(t, Options{Name: "mix", Packets: 1000, Seed: 2}))
}

func TestExactCount(t *testing.T) {
	captures := ownCaptures(t)
	for _, name := range Names() {
		for _, n := range []int{0, 1, 7, 5000} {
			sum, err := Write(io.Discard, Options{Name: name, Packets: n, Captures: captures})
			require.NoError(t, err)
			require.Equal(t, n, sum.Packets, name)
		}
	}
}

// TestDuration ends captures by time, which does not change what is in them until then.
func TestDuration(t *testing.T) {
	captures := ownCaptures(t)
	for _, name := range Names() {
		o := Options{Name: name, Duration: 100 * time.Millisecond, Seed: 2, Captures: captures}
		var timed, counted bytes.Buffer
		sum, err := Write(&timed, o)
		require.NoError(t, err)
		require.Positive(t, sum.Packets, name)
		require.Less(t, sum.Span, o.Duration, name)
		if name == "flood" {
			continue // the rate depends on its packets
		}
		o.Duration, o.Packets = 0, sum.Packets
		_, err = Write(&counted, o)
		require.NoError(t, err)
		require.True(t, bytes.Equal(timed.Bytes(), counted.Bytes()), name)
	}
	sum, err := Write(io.Discard, Options{Name: "mix", Duration: time.Hour, Packets: 10})
	require.NoError(t, err)
	require.Equal(t, 10, sum.Packets)
}

// TestMemoryIsBounded plays minutes of a thin mix, and holds no more conversations at the end than in the middle.
func TestMemoryIsBounded(t *testing.T) {
	g := newGenerator(io.Discard, shape{every: always(20 * ms), start: startMix}, Options{})
	g.run(Options{Duration: 2 * time.Minute})
	middle := len(g.waiting)
	g.run(Options{Duration: 4 * time.Minute})
	require.Less(t, len(g.waiting), 2*middle)
	require.LessOrEqual(t, len(g.certificates.chains), 1<<14)
}

func TestConversations(t *testing.T) {
	mix, err := Write(io.Discard, Options{Name: "mix", Packets: 200_000, Seed: 3})
	require.NoError(t, err)
	require.InDelta(t, 10_000, mix.Conversations, 4_000)
	require.Greater(t, mix.Span.Seconds(), 15.0)

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
	_, err = Write(io.Discard, Options{Name: "mix", Duration: -1})
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
