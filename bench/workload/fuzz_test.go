package workload

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// FuzzPlan replays any frame: nothing panics, and nothing but addresses and checksums changes.
func FuzzPlan(f *testing.F) {
	c := ownCaptures(f)
	for _, file := range c.files {
		for i := 0; i < len(file.frames); i += 1 + len(file.frames)/3 {
			f.Add(file.frames[i].data, uint16(packet.LinkEthernet), uint8(0))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, link uint16, cut uint8) {
		d := newPlanner()
		frame := capture.Frame{Data: data, Length: uint32(len(data)) + uint32(cut), Link: packet.LinkType(link)}
		old, length, ok := d.onEthernet(&frame)
		if !ok {
			return
		}
		numbers := 0
		w := d.plan(old, length, func(a []byte) int { numbers++; return numbers })
		b := slices.Clone(old)
		w.apply(b, old, 1)
		for _, s := range w.spots {
			copy(b[s.at:][:s.size], old[s.at:])
		}
		for _, s := range w.sums {
			copy(b[s.at:][:2], old[s.at:])
		}
		require.True(t, bytes.Equal(old, b))
	})
}
