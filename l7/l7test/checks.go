package l7test

import (
	"cmp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
)

// Script is a flow to be played to an engine.
type Script struct {
	On    l7.Transport
	Port  uint16   // of the destination
	Size  int      // bytes a segment; 0 is a segment or datagram a turn
	Turns []string // of either side in turn, the source first; an empty one passes
}

// Play returns the flow, not ended, after its turns.
func (s Script) Play(e *l7.Engine) *Talk {
	k := NewTalk(e, s.On, 40000, s.Port)
	for i, turn := range s.Turns {
		k.Segments(uint8(i&1), []byte(turn), cmp.Or(s.Size, len(turn)))
	}
	return k
}

// CheckReuse fails where what is said of a flow depends on the flows that the engine inspected before it, whose states
// and sessions it gets.
func CheckReuse(t testing.TB, newEngine func() *l7.Engine, scripts ...Script) {
	t.Helper()
	used := newEngine()
	for range 3 {
		for i, script := range scripts {
			want, got := script.Play(newEngine()), script.Play(used)
			want.End()
			got.End()
			require.Equal(t, want.Flow, got.Flow, "script %d", i)
			require.Equal(t, want.Metadata, got.Metadata, "script %d", i)
		}
	}
	require.Zero(t, used.Busy(), "states are given back")
}

// CheckAllocs fails where a flow, in which play lets the sides speak, allocates more than most times on an engine that
// has seen such a one before.
func (k *Talk) CheckAllocs(t testing.TB, most float64, play func()) {
	t.Helper()
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		k.Reset()
		play()
		k.End()
	}), most)
}

// Benchmark measures a flow in which either side speaks in turn, the source first.
func (k *Talk) Benchmark(b *testing.B, turns ...[]byte) {
	size := 0
	for _, turn := range turns {
		size += len(turn)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		k.Reset()
		for i, turn := range turns {
			k.Say(uint8(i&1), turn)
		}
		if !k.Flow.Decided() {
			k.End()
		}
	}
}

// BenchmarkPayload measures a payload that decides nothing, in flow after flow that come to the engine's limit.
func (k *Talk) BenchmarkPayload(b *testing.B, data []byte) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if k.Flow.Decided() {
			k.Reset()
		}
		k.Say(0, data)
	}
}
