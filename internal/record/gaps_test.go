package record

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/packet"
)

// segment is a TCP packet of one direction.
func segment(seq, length uint32, flags uint8) *packet.Packet {
	return &packet.Packet{Seq: seq, PayloadLength: length, Flags: flags, Payload: tcpHeader}
}

// follow counts the segments of a flow.
func follow(segments ...*packet.Packet) *Record {
	f := &Record{Core: &Core{}, Gaps: &Gaps{}}
	f.Key.Proto = protoTCP
	for i, p := range segments {
		f.Gaps.Count(f.Core, p)
		f.Count(p, uint64(i), 0)
	}
	return f
}

func TestSequenceNumbers(t *testing.T) {
	type list = []*packet.Packet
	const syn, fin, rst = packet.SYN, packet.FIN, packet.RST
	back := segment(100, 5, 0)
	back.Direction = 1
	for name, c := range map[string]struct {
		segments       list
		missed, behind uint64
	}{
		"in order":            {list{segment(9, 0, syn), segment(10, 5, 0), segment(15, 5, 0)}, 0, 0},
		"a gap":               {list{segment(9, 0, syn), segment(10, 5, 0), segment(20, 5, 0)}, 1, 0},
		"a gap, filled":       {list{segment(9, 0, syn), segment(20, 5, 0), segment(10, 10, 0)}, 0, 1},
		"filled in parts":     {list{segment(9, 0, syn), segment(20, 5, 0), segment(10, 4, 0), segment(14, 6, 0)}, 0, 2},
		"filled from its end": {list{segment(9, 0, syn), segment(20, 5, 0), segment(15, 5, 0), segment(10, 5, 0)}, 0, 2},
		"half filled":         {list{segment(9, 0, syn), segment(20, 5, 0), segment(10, 4, 0)}, 1, 1},
		"filled in its midst": {list{segment(9, 0, syn), segment(20, 5, 0), segment(13, 4, 0)}, 2, 1},
		"two gaps, filled": {list{segment(9, 0, syn), segment(20, 5, 0), segment(30, 5, 0),
			segment(10, 10, 0), segment(25, 5, 0)}, 0, 2},
		"one covers both":          {list{segment(9, 0, syn), segment(20, 5, 0), segment(30, 5, 0), segment(10, 20, 0)}, 0, 1},
		"one begins before":        {list{segment(9, 0, syn), segment(10, 5, 0), segment(20, 5, 0), segment(12, 8, 0)}, 0, 1},
		"one goes beyond the end":  {list{segment(9, 0, syn), segment(20, 5, 0), segment(10, 50, 0), segment(60, 1, 0)}, 0, 1},
		"one filled twice":         {list{segment(9, 0, syn), segment(20, 5, 0), segment(10, 10, 0), segment(10, 10, 0)}, 0, 1},
		"retransmission":           {list{segment(9, 0, syn), segment(10, 5, 0), segment(10, 5, 0)}, 0, 0},
		"retransmission with more": {list{segment(9, 0, syn), segment(10, 5, 0), segment(10, 9, 0), segment(19, 5, 0)}, 0, 0},
		"SYN again":                {list{segment(9, 0, syn), segment(10, 5, 0), segment(9, 0, syn), segment(15, 5, 0)}, 0, 0},
		"SYN again in a gap":       {list{segment(9, 0, syn), segment(20, 5, 0), segment(9, 0, syn), segment(10, 10, 0)}, 0, 1},
		"SYN late":                 {list{segment(10, 5, 0), segment(9, 0, syn), segment(15, 5, 0)}, 0, 0},
		"SYN late and again": {list{segment(10, 5, 0), segment(9, 0, syn), segment(15, 5, 0),
			segment(9, 0, syn), segment(20, 5, 0)}, 0, 0},
		"SYN with data": {list{segment(9, 5, syn), segment(15, 5, 0)}, 0, 0},
		"another connection": {list{segment(9, 0, syn), segment(20, 5, 0), segment(5000000, 0, syn),
			segment(5000001, 9, 0)}, 1, 0},
		"FIN":                      {list{segment(9, 0, syn), segment(10, 5, fin), segment(16, 0, 0)}, 0, 0},
		"FIN again":                {list{segment(9, 0, syn), segment(10, 5, fin), segment(15, 0, fin)}, 0, 0},
		"FIN before data":          {list{segment(9, 0, syn), segment(20, 0, fin), segment(10, 10, 0)}, 0, 1},
		"FIN missing":              {list{segment(9, 0, syn), segment(10, 5, 0), segment(16, 0, 0)}, 1, 0},
		"keep-alive":               {list{segment(100, 5, 0), segment(104, 0, 0), segment(104, 1, 0), segment(105, 5, 0)}, 0, 0},
		"acknowledgement in a gap": {list{segment(100, 5, 0), segment(110, 5, 0), segment(107, 0, 0)}, 1, 0},
		"acknowledgement ahead":    {list{segment(100, 5, 0), segment(110, 0, 0), segment(110, 5, 0)}, 1, 0},
		"wrap":                     {list{segment(0xfffffff0, 0x20, 0), segment(0x10, 5, 0), segment(0x15, 0, fin)}, 0, 0},
		"gap across the wrap":      {list{segment(0xfffffff0, 1, 0), segment(0x10, 5, 0), segment(0xfffffff1, 0x1f, 0)}, 0, 1},
		"reset":                    {list{segment(100, 5, 0), segment(7777, 0, rst)}, 0, 0},
		"reset in a gap":           {list{segment(100, 5, 0), segment(110, 5, 0), segment(105, 5, rst)}, 1, 0},
		"mid-stream":               {list{segment(5000, 100, 0), segment(5100, 100, 0)}, 0, 0},
		"before the first":         {list{segment(5000, 100, 0), segment(4900, 100, 0), segment(5100, 1, 0)}, 0, 0},
		"cut header":               {list{segment(100, 5, 0), {Seq: 0, Payload: 12}, segment(105, 5, 0)}, 0, 0},
		"damaged header":           {list{segment(100, 5, 0), {Seq: 7777, Payload: tcpHeader, Damaged: true}, segment(105, 5, 0)}, 0, 0},
		"the other direction":      {list{segment(9000, 5, 0), back, segment(9005, 5, 0)}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := follow(c.segments...)
			require.Equal(t, c.missed, f.Gaps.Missed(), "missed")
			require.Equal(t, c.behind, f.Gaps.OutOfOrder(), "out of order")
		})
	}
}

// fragments returns a segment in fragments of an IP packet, the first with its header.
func fragments(version uint8, seq uint32, lengths ...uint32) []*packet.Packet {
	first := segment(seq, lengths[0], 0)
	list := []*packet.Packet{first}
	offset := tcpHeader + lengths[0]
	for _, n := range lengths[1:] {
		p := &packet.Packet{Fragment: true, PayloadLength: n, TransportLength: n, Data: make([]byte, 60)}
		p.Key.Ver = version
		if version == 6 {
			p.Transport, p.Payload = 48, 48
			binary.BigEndian.PutUint16(p.Data[42:], uint16(offset))
		} else {
			p.Transport, p.Payload = 20, 20
			binary.BigEndian.PutUint16(p.Data[6:], uint16(offset/8)|0x2000)
		}
		list = append(list, p)
		offset += n
	}
	return list
}

// A segment that the network has fragmented leaves no gap.
func TestSegmentsInFragments(t *testing.T) {
	for _, version := range []uint8{4, 6} {
		whole := append(fragments(version, 1000, 1460, 1480, 40), segment(1000+2980, 10, 0))
		require.Zero(t, follow(whole...).Gaps.Missed())
		without := append(fragments(version, 1000, 1460, 1480)[:1], segment(1000+2940, 10, 0))
		require.EqualValues(t, 1, follow(without...).Gaps.Missed())
	}
	odd := &packet.Packet{Fragment: true, Network: 40, Transport: 40}
	odd.Key.Ver = 6
	require.NotPanics(t, func() { follow(segment(1, 5, 0), odd) })
}

// stream is the model: what of a stream has been seen, by a byte each.
type stream struct {
	seen       []bool
	opens      []bool // a gap begins there, even beside another
	highest    int    // behind it
	started    bool
	lost       uint64
	outOfOrder uint64
}

func newStream(size int) stream { return stream{seen: make([]bool, size), opens: make([]bool, size)} }

// gaps returns the runs of what is missing, from low to high.
func (s *stream) gaps(base int) (list [][2]int) {
	for i := base; i < s.highest; i++ {
		if s.seen[i] {
			continue
		}
		if n := len(list); n > 0 && list[n-1][1] == i && !s.opens[i] {
			list[n-1][1]++
		} else {
			list = append(list, [2]int{i, i + 1})
		}
	}
	return list
}

func (s *stream) take(from, end, base int) {
	if !s.started {
		s.started, s.highest = true, from
	}
	fresh := false
	for i := max(from, base); i < end; i++ {
		fresh = fresh || !s.seen[i] && i < s.highest
		s.seen[i] = true
	}
	if fresh && from < s.highest {
		s.outOfOrder++
	}
	if from > s.highest {
		s.opens[s.highest] = true
	}
	s.highest = max(s.highest, from, end)
	for list := s.gaps(base); len(list) > MaxGaps; list = list[1:] {
		s.lost++
		for i := list[0][0]; i < list[0][1]; i++ {
			s.seen[i] = true
		}
	}
}

// The counts are those of the model, for segments of any length in any order, around any sequence number.
func TestGapsAgainstModel(t *testing.T) {
	const size = 400
	for seed := range uint64(3_000) {
		r := rand.New(rand.NewPCG(seed, 3))
		base := r.Uint32()
		if seed%2 == 0 {
			base = -r.Uint32N(2 * size) // around the wrap
		}
		f, models := follow(), [2]stream{newStream(size), newStream(size)}
		first := [2]int{}
		longest, reach := 1+r.IntN(40), 1+r.IntN(size-60)
		at := 0
		for i := range 1 + r.IntN(80) {
			d := r.IntN(2)
			m := &models[d]
			at = min(max(at+r.IntN(longest)-r.IntN(4), 0), reach)
			from := at
			if r.IntN(4) == 0 {
				from = r.IntN(reach)
			}
			if r.IntN(3) == 0 {
				from = min(m.highest, size-50)
			}
			p := segment(base+uint32(from), uint32(r.IntN(longest)), 0)
			end := from + int(p.PayloadLength)
			if r.IntN(20) == 0 {
				p.Flags, end = packet.FIN, end+1
			}
			if !m.started {
				first[d] = from
				if r.IntN(2) == 0 {
					p.Flags |= packet.SYN
					end++
				}
			} else if f.started&(4<<d) != 0 && r.IntN(20) == 0 { // the SYN again
				p = segment(base+uint32(first[d]), 0, packet.SYN)
				from, end = first[d], first[d]+1
			}
			p.Direction = uint8(d)
			m.take(from, end, first[d])
			f.Gaps.Count(f.Core, p)
			f.Count(p, uint64(i), 0)
			missed := m.lost + models[1-d].lost
			for e := range models {
				missed += uint64(len(models[e].gaps(first[e])))
			}
			require.Equal(t, missed, f.Gaps.Missed(), "seed %d, segment %d", seed, i)
			require.Equal(t, models[0].outOfOrder+models[1].outOfOrder, f.Gaps.OutOfOrder(), "seed %d, segment %d", seed, i)
		}
	}
}

// Sequence numbers come round, and nothing fills a gap of the round before.
func TestGapsOfAnotherRound(t *testing.T) {
	f := follow(segment(0, 0, packet.SYN), segment(100, 100, 0))
	require.EqualValues(t, 1, f.Gaps.Missed())
	const step = 1 << 24
	for i := range uint32(256) {
		p := segment(200+i*step, step, 0)
		f.Gaps.Count(f.Core, p)
		f.Count(p, 0, 0)
	}
	again := segment(1, 99, 0)
	f.Gaps.Count(f.Core, again)
	require.EqualValues(t, 1, f.Gaps.Missed())
	require.Zero(t, f.Gaps.OutOfOrder())
}
