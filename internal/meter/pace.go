package meter

import (
	"github.com/nfstream/nfstream-go/internal/record"
)

// pace finds flows that begin again and again at a steady pace: from the same source to the same destination, port and
// protocol. It is used in packet order, so that what it finds does not depend on the number of workers.
type pace struct{ sets []paceSet }

const (
	paceSets = 1 << 10 // of paceWays series each
	paceWays = 4
	// A series has flows at least leastPeriod apart, in nanoseconds. Flows that follow sooner belong to the one before.
	leastPeriod = 5e9
	// pacedAfter is how many times in a row the pace was kept before a flow is periodic.
	pacedAfter = 3
)

type paceSet [paceWays]series

// series is the flows of one source, destination, port and protocol.
type series struct {
	key    uint64 // a hash, 0 for none
	last   int64  // the clock at the last flow
	period int64  // between the two before
	kept   uint8  // times in a row
}

func newPace() *pace { return &pace{make([]paceSet, paceSets)} }

// note takes a flow that begins, and returns the period in nanoseconds if it is periodic, else 0.
func (p *pace) note(c *record.Core) int64 {
	k := c.Key
	if c.Reverse {
		k.PortB = 0
	} else {
		k.PortA = 0
	}
	key := k.Hash() | 1
	if c.Reverse {
		key ^= 2 // the ends are in order, and the source is the other one
	}
	s := p.find(key)
	if s.key != key {
		*s = series{key: key, last: c.BornClock}
		return 0
	}
	return s.note(c.BornClock)
}

// find returns the series of a key, or the one that it replaces: that without a flow for the longest time.
func (p *pace) find(key uint64) *series {
	set := &p.sets[key>>40%paceSets]
	oldest := &set[0]
	for i := range set {
		if set[i].key == key {
			return &set[i]
		}
		if set[i].last < oldest.last || set[i].key == 0 && oldest.key != 0 {
			oldest = &set[i]
		}
	}
	return oldest
}

func (s *series) note(clock int64) int64 {
	gap := clock - s.last
	if gap < leastPeriod {
		return 0
	}
	s.last = clock
	if off := max(gap-s.period, s.period-gap); s.period == 0 || off > s.period/10 {
		s.period, s.kept = gap, 0
		return 0
	}
	if s.kept++; s.kept < pacedAfter-1 {
		return 0
	}
	s.kept--
	return s.period
}
