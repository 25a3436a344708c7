package meter

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/record"
)

// flowAt is a flow of a source port at a time.
func flowAt(port uint16, at time.Duration) *record.Core {
	c := new(record.Core)
	c.Key.Ver, c.Key.Proto, c.Key.PortA, c.Key.PortB, c.BornClock = 4, 6, port, 443, int64(at)
	return c
}

func TestPace(t *testing.T) {
	p := newPace()
	var found []int
	for i, at := range []time.Duration{0, 60, 121, 179, 180, 240, 300, 700, 760, 820, 880} {
		if p.note(flowAt(uint16(40000+i), at*time.Second)) > 0 {
			found = append(found, i)
		}
	}
	require.Equal(t, []int{3, 5, 6, 10}, found, "the pace is kept from the fourth flow on; one in between belongs to the one before")
	other := flowAt(1, 240*time.Second)
	other.Key.PortB = 80
	require.Zero(t, p.note(other))
}

// The cache forgets series, and never takes one for another.
func TestPaceOfMany(t *testing.T) {
	p := newPace()
	for round := range 4 {
		for host := range uint32(50_000) {
			c := flowAt(1, time.Duration(round)*time.Minute)
			c.Key.A[12], c.Key.A[13], c.Key.A[14], c.Key.A[15] = byte(host>>24), byte(host>>16), byte(host>>8), byte(host)
			if round == 0 {
				require.Zero(t, p.note(c))
			} else {
				p.note(c)
			}
		}
	}
	require.Zero(t, testing.AllocsPerRun(10, func() { p.note(flowAt(3, 1)) }))
}
