package table

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// packetOf returns a packet of the flow with the given number, at a time.
func packetOf(n uint32, at int64) *packet.Packet {
	p := new(packet.Packet)
	setFlow(p, n, at)
	return p
}

func setFlow(p *packet.Packet, n uint32, at int64) {
	*p = packet.Packet{Time: at, WireLength: 60, IPLength: 40, SrcMAC: packet.NoOffset, DstMAC: packet.NoOffset}
	p.Key.Ver, p.Key.Proto = 4, 17
	p.Key.A[12], p.Key.A[13], p.Key.A[14], p.Key.A[15] = byte(n>>24), byte(n>>16), byte(n>>8), byte(n)
	p.Hash = p.Key.Hash()
}

var everything = Config{Idle: 1000, Active: 100_000, Statistics: true, SPLT: 4, Accounting: flow.AccountPayload,
	Layout: flow.Layout{Nums: 2, Refs: 1}}

// In steady state, where flows come and go and slots are reused, nothing is allocated.
func TestSteadyStateAllocatesNothing(t *testing.T) {
	s := NewShard(everything)
	seq, now := uint64(0), int64(0)
	var changes Changes
	line := Timeline{Clocks: make([]int64, 1)}
	p := new(packet.Packet)
	round := func() {
		for range 2000 {
			now += 3
			seq++
			setFlow(p, uint32(seq/4), now)
			line.Base, line.Clocks[0] = seq, now
			if s.Due(now) {
				s.Expire(&line)
			}
			s.Process(p, seq, now)
		}
		s.Swap(&changes)
		s.Release(changes.Ended)
	}
	for range 20 {
		round()
	}
	require.Zero(t, testing.AllocsPerRun(10, round))
}

func swapped(s *Shard) (c Changes) {
	s.Swap(&c)
	return c
}

// A slot that is used again carries nothing over.
func TestReusedSlotsAreClear(t *testing.T) {
	s := NewShard(everything)
	var f flow.Flow
	p := packetOf(1, 10)
	p.Flags = packet.SYN
	s.Process(p, 0, 10)
	slot := s.find(p)
	s.slab.View(slot, &f)
	flow.IntColumn{}.Set(&f, 77)
	flow.RefAt[string](0).Set(&f, "left behind")
	s.EndFirst(flow.EndOfCapture)
	s.Release(swapped(s).Ended)

	q := packetOf(2, 20)
	s.Process(q, 1, 20)
	require.Equal(t, slot, s.find(q), "the slot is reused")
	s.slab.View(slot, &f)
	require.Zero(t, flow.IntColumn{}.Get(&f))
	require.Empty(t, flow.RefAt[string](0).Get(&f))
	stats, ok := f.Statistics(flow.Both)
	require.True(t, ok)
	require.Zero(t, stats.FlagPackets(packet.SYN))
	require.EqualValues(t, 1, f.Bidirectional().Packets)
	require.False(t, f.SPLT()[1].Set)
	require.Equal(t, flow.Alive, f.EndReason())
}

// What left the table stays readable until it is released, whatever happens meanwhile.
func TestEndedFlowsStayUntilReleased(t *testing.T) {
	s := NewShard(Config{Idle: 1000, Active: 1000})
	s.Process(packetOf(1, 10), 0, 10)
	s.EndFirst(flow.EndOfCapture)
	ended := swapped(s).Ended
	slab := s.Slab()
	for n := range uint32(3 * chunkSize) {
		s.Process(packetOf(100+n, 20), uint64(n), 20)
	}
	var f flow.Flow
	slab.View(ended[0].Slot, &f)
	require.EqualValues(t, 1, f.Src().Addr().As16()[15])
	require.Equal(t, flow.EndOfCapture, f.EndReason())
	require.EqualValues(t, 3*chunkSize, s.Len())
}

func TestOldestAndFirst(t *testing.T) {
	s := NewShard(Config{Idle: 1000, Active: 1000})
	_, ok := s.Oldest()
	require.False(t, ok)
	s.Process(packetOf(1, 1), 1, 1)
	s.Process(packetOf(2, 2), 2, 2)
	s.Process(packetOf(1, 3), 3, 3)
	oldest, _ := s.Oldest()
	first, _ := s.First()
	require.EqualValues(t, 2, oldest)
	require.EqualValues(t, 1, first)
	s.Evict(4)
	require.Equal(t, 1, s.Len())
	require.True(t, s.Has(packetOf(1, 0)))
	require.False(t, s.Has(packetOf(2, 0)))
}
