package table

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// lookup returns the slots that a search for the tag comes across.
func (x *index) lookup(tag uint32) map[uint32]bool {
	found := map[uint32]bool{}
	for i := tag & x.mask; x.entries[i] != 0; i = (i + 1) & x.mask {
		if uint32(x.entries[i]>>32) == tag {
			found[uint32(x.entries[i])] = true
		}
	}
	return found
}

// checkIndex applies inserts and removals, and compares with a map. Tags of few values make long runs.
func checkIndex(t *testing.T, ops []byte) {
	x := newIndex(0)
	want := map[uint32]uint32{} // tag by slot
	for i, op := range ops {
		slot := uint32(i + 1)
		if op < 170 {
			tag := uint32(op) * 0x01000193 & 0x3ff0000f
			x.insert(tag, slot)
			want[slot] = tag
			continue
		}
		for s, tag := range want {
			x.remove(tag, s)
			delete(want, s)
			break
		}
	}
	require.EqualValues(t, len(want), x.used)
	for slot, tag := range want {
		require.True(t, x.lookup(tag)[slot], "slot %d", slot)
	}
	n := 0
	for _, e := range x.entries {
		if e != 0 {
			n++
		}
	}
	require.Equal(t, len(want), n)
}

func TestIndexAgainstMap(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		ops := make([]byte, r.IntN(8000))
		for i := range ops {
			ops[i] = byte(r.Uint32())
		}
		checkIndex(t, ops)
	}
}

func FuzzIndex(f *testing.F) {
	f.Add([]byte{1, 1, 1, 200, 1, 255, 16, 17, 200, 200})
	f.Fuzz(func(t *testing.T, ops []byte) { checkIndex(t, ops) })
}
