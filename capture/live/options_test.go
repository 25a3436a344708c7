package live

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
)

func TestDefaults(t *testing.T) {
	var o Options
	require.NoError(t, o.complete())
	require.Equal(t, Options{RingSize: 8 << 20, BlockSize: 1 << 20, BlockTimeout: 50 * time.Millisecond,
		Tick: 25 * time.Millisecond}, o)
	small := Options{RingSize: 1 << 20}
	require.NoError(t, small.complete())
	require.Equal(t, 1<<17, small.BlockSize)
	odd := Options{RingSize: 10_000_000, BlockSize: 100_000, Tick: 1}
	require.NoError(t, odd.complete())
	require.Equal(t, 1<<17, odd.BlockSize)
	require.Equal(t, 76<<17, odd.RingSize)
	require.Equal(t, time.Millisecond, odd.Tick)
	page := Options{RingSize: 1 << 30, BlockSize: 1}
	require.NoError(t, page.complete())
	require.Equal(t, os.Getpagesize(), page.BlockSize)
}

func TestImpossibleOptions(t *testing.T) {
	for _, o := range []Options{{Snaplen: -1}, {RingSize: -1}, {BlockSize: -1}, {Tick: -1}, {BlockTimeout: -1},
		{Spread: 7}, {RingSize: 3 << 20, BlockSize: 1 << 20}, {RingSize: 1<<30 + 1}, {BlockSize: 1<<30 + 1},
		{RingSize: 1}, {Filter: make([]bpf.RawInstruction, 5000)}} {
		require.ErrorIs(t, o.complete(), ErrOptions, "%+v", o)
	}
}

func TestSocketFilter(t *testing.T) {
	last := func(p []bpf.RawInstruction) uint32 { return p[len(p)-1].K }
	require.EqualValues(t, wholeFrame, last(socketFilter(nil, 0)))
	require.EqualValues(t, 96, last(socketFilter(nil, 96)))
	user := assemble(bpf.LoadAbsolute{Off: 12, Size: 2}, bpf.JumpIf{Cond: bpf.JumpEqual, Val: 0x800, SkipTrue: 1},
		bpf.RetConstant{}, bpf.RetConstant{Val: 0x40000})
	got := socketFilter(user, 96)
	require.EqualValues(t, 96, last(got))
	require.EqualValues(t, 0, got[len(got)-2].K)
	require.EqualValues(t, 0x40000, user[3].K, "the user's program is left alone")
	require.Equal(t, user[:3], got[len(got)-4:len(got)-1])
}

func TestSpreadProgramFits(t *testing.T) {
	program, ok := bpf.Disassemble(spreadByAddresses())
	require.True(t, ok)
	require.Less(t, len(program), 256, "jumps are of a byte")
	for at, i := range program {
		switch i := i.(type) {
		case bpf.JumpIf:
			require.Less(t, at+1+int(max(i.SkipTrue, i.SkipFalse)), len(program))
		case bpf.Jump:
			require.Less(t, at+1+int(i.Skip), len(program))
		}
	}
}
