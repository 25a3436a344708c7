package record

import (
	"github.com/nfstream/nfstream-go/packet"
)

// MaxGaps is how many gaps of a direction are open at once. Where one more opens, the lowest stays missed for good.
const MaxGaps = 8

// Gaps follows what is missing of the TCP streams of a flow.
type Gaps struct {
	dirs       [2]openGaps
	lost       uint32 // gaps that can no longer be filled
	outOfOrder uint32
}

// openGaps are those of one direction in their order.
type openGaps struct {
	list [MaxGaps]gap
	n    uint8
}

// gap is sequence numbers that are missing: from the first to before the end.
type gap struct{ from, end uint32 }

// Missed returns the number of gaps in the sequence numbers that no segment has filled. A segment that begins beyond the
// highest sequence number seen opens one, and one that fills a gap in its midst leaves two.
func (g *Gaps) Missed() uint64 { return uint64(g.lost) + uint64(g.dirs[0].n) + uint64(g.dirs[1].n) }

// OutOfOrder returns the number of segments that began before the highest sequence number seen and filled some of a gap.
func (g *Gaps) OutOfOrder() uint64 { return uint64(g.outOfOrder) }

// Count looks at a packet of a flow of TCP; call it before Core.Count, whose state so far it needs.
func (g *Gaps) Count(c *Core, p *packet.Packet) {
	if p.Fragment || !sequenced(p) {
		return
	}
	d := p.Direction & 1
	next, open := c.sequence[d].next, &g.dirs[d]
	if open.n > 0 {
		g.drop(open, next)
	}
	if p.Flags&packet.SYN == 0 && p.Seq == next && c.started&(1<<d) != 0 {
		return
	}
	if c.begins(p) {
		g.lost += uint32(open.n)
		open.n = 0
		return
	}
	switch ahead := int32(p.Seq - next); {
	case ahead > 0:
		g.drop(open, p.Seq)
		g.add(open, int(open.n), gap{next, p.Seq})
	case open.n > 0 && g.fill(open, gap{p.Seq, sequenceEnd(p)}, next):
		g.outOfOrder++
	}
}

// drop gives up the gaps that are so far behind a sequence number that it could as well be before them.
func (g *Gaps) drop(open *openGaps, seq uint32) {
	for open.n > 0 && int32(seq-open.list[0].from) < 0 {
		g.giveUp(open)
	}
}

// giveUp takes the lowest gap off the list.
func (g *Gaps) giveUp(open *openGaps) {
	copy(open.list[:], open.list[1:open.n])
	open.n--
	g.lost++
}

// add puts a gap at a place in the list, which must keep its order, and gives the lowest up where there is no room.
func (g *Gaps) add(open *openGaps, at int, one gap) {
	if open.n == MaxGaps {
		if at == 0 {
			g.lost++
			return
		}
		g.giveUp(open)
		at--
	}
	open.n++
	copy(open.list[at+1:open.n], open.list[at:])
	open.list[at] = one
}

// fill takes a segment out of the gaps, and reports whether it had anything of them. The next sequence number orders them:
// all are behind it.
func (g *Gaps) fill(open *openGaps, segment gap, next uint32) (filled bool) {
	from, end := behind(segment.from, next), behind(segment.end, next)
	for i := int(open.n) - 1; i >= 0; i-- {
		one := open.list[i]
		low, high := behind(one.from, next), behind(one.end, next)
		if from >= high || end <= low || from == end {
			continue
		}
		filled = true
		open.n--
		copy(open.list[i:open.n], open.list[i+1:])
		if end < high {
			g.add(open, i, gap{segment.end, one.end})
		}
		if low < from {
			g.add(open, i, gap{one.from, segment.from})
		}
		if low < from && end < high {
			return true // it is inside this one
		}
	}
	return filled
}

// behind returns where a sequence number is, seen from the next one.
func behind(seq, next uint32) int32 { return int32(seq - next) }
