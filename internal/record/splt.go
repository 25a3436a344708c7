package record

import "github.com/nfstream/nfstream-go/packet"

// Split is one of a flow's first packets, in the sequence of packet lengths and times.
type Split struct {
	Piat      int64  // nanoseconds since the packet before it in the flow, 0 for the first
	Size      uint32 // bytes, as the accounting mode says
	Direction uint8  // flow.SrcToDst or flow.DstToSrc
	Set       bool   // there was such a packet
	carry     bool   // the difference of times cut to whole milliseconds is greater than Piat's whole ones
}

// CutPiat returns the difference between the times of this packet and the one before it, each cut to whole milliseconds.
func (s *Split) CutPiat() int64 {
	ms := s.Piat / nsPerMs
	if s.carry {
		ms++
	}
	return ms
}

// CountSplit writes the packet's place in splt, if it is one of the first len(splt); call it before Core.Count.
func CountSplit(splt []Split, c *Core, p *packet.Packet, mode AccountingMode) {
	n := c.Dir[0].Packets + c.Dir[1].Packets
	if n >= uint64(len(splt)) {
		return
	}
	s := Split{Size: mode.size(p), Direction: p.Direction, Set: true}
	if n > 0 {
		s.Piat = Since(p.Time, c.Last())
		s.carry = cutInterval(c.Last(), p.Time) > s.Piat
	}
	splt[n] = s
}
