package record

import "github.com/nfstream/nfstream-go/packet"

// CutMillis returns the whole milliseconds of a time in nanoseconds since 1970, cut downwards, before 1970 too.
func CutMillis(ns int64) int64 {
	ms := ns / nsPerMs
	if ns%nsPerMs < 0 {
		ms--
	}
	return ms
}

// CutIntervals sums up the times between packets as nfstream 6 takes them: each is the difference of two times that have
// been cut to whole milliseconds. By direction, then of the flow.
type CutIntervals [3]Intervals

// Count accounts for a packet; call it before Core.Count, whose state so far it needs.
func (v *CutIntervals) Count(c *Core, p *packet.Packet) {
	d := p.Direction & 1
	own := &c.Dir[d]
	if own.Packets > 0 {
		v[d].Add(cutInterval(own.Last, p.Time), own.Packets == 1)
	}
	if all := own.Packets + c.Dir[1-d].Packets; all > 0 {
		v[both].Add(cutInterval(c.Last(), p.Time), all == 1)
	}
}

// cutInterval returns a whole number of milliseconds in nanoseconds.
func cutInterval(from, to int64) int64 { return (CutMillis(to) - CutMillis(from)) * nsPerMs }
