// Package flow holds the record of one bidirectional flow (counters, statistics, first packets) and shows it, with the label,
// the metadata and the values of plug-ins that belong to it. It imports no engine.
package flow

import (
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/packet"
)

// Direction of a packet within its flow.
const (
	SrcToDst = 0
	DstToSrc = 1
)

// Core is the part of a flow that every packet touches. It is pointer-free and at most 256 bytes, so that a slab of
// millions costs the garbage collector nothing. The flow table owns it, and only the table writes it.
type Core struct {
	Key     flowkey.Key // of the first packet
	Reverse bool        // the source, the sender of the first packet, is end B of Key
	Reason  EndReason   // meaningful once the flow has ended
	ending  bool        // a plug-in asked for the end
	started uint8       // bit d: a TCP segment of direction d set sequence[d]; bit 2+d: its SYN was seen
	message message     // of ICMP

	Expiration int32      // the column expiration_id
	Dir        [2]Counter // by direction

	ID        uint64 // rank of the first packet among all flows, set before the flow leaves the table
	FirstSeq  uint64 // ordinal of the first packet among all frames of the source
	LastSeq   uint64 // of the last packet
	BornClock int64  // the table's clock at the first packet, in nanoseconds since the Unix epoch
	LastClock int64  // at the last packet

	sequence [2]sequence

	SrcMAC, DstMAC [6]byte // of the first packet

	Partial uint32 // packets of a tunnel that were seen as far as a fragment of the packet around them goes
}

// Counter counts the packets of one direction.
type Counter struct {
	Packets  uint64
	RawBytes uint64 // frames on the wire
	IPBytes  uint64 // IP packets, without link-layer padding unless that is accounted
	First    int64  // earliest capture time, nanoseconds since the Unix epoch; 0 without a packet
	Last     int64  // latest capture time
}

// EndReason says why a flow left the table.
type EndReason uint8

// The reasons for which a flow ends.
const (
	Alive        EndReason = iota
	Idle                   // no packet for the idle timeout
	Active                 // alive for the active timeout
	EndOfCapture           // the source ended or the run was stopped
	Plugin                 // a plug-in ended it
	Evicted                // the table was full and this was the least recent flow
	Limit                  // the run stopped at its limit of flows
)

var reasonNames = [...]string{"alive", "idle", "active", "end_of_capture", "plugin", "evicted", "limit"}

// String returns the reason as the column end_reason shows it.
func (r EndReason) String() string {
	if int(r) < len(reasonNames) {
		return reasonNames[r]
	}
	return "invalid"
}

// Start makes c the record of a new flow whose first packet is p, and accounts for nothing yet.
func (c *Core) Start(p *packet.Packet, seq uint64, clock int64) {
	*c = Core{Key: p.Key, Reverse: p.Reverse, FirstSeq: seq, BornClock: clock}
	if p.SrcMAC != packet.NoOffset {
		copy(c.SrcMAC[:], p.Data[p.SrcMAC:])
	}
	if p.DstMAC != packet.NoOffset {
		copy(c.DstMAC[:], p.Data[p.DstMAC:])
	}
}

// Count accounts for a packet of the flow, whose Direction is set.
func (c *Core) Count(p *packet.Packet, seq uint64, clock int64) {
	c.LastSeq, c.LastClock = seq, clock
	d := &c.Dir[p.Direction&1]
	if d.Packets == 0 {
		d.First, d.Last = p.Time, p.Time
	} else if p.Time > d.Last {
		d.Last = p.Time
	} else if p.Time < d.First {
		d.First = p.Time
	}
	d.Packets++
	d.RawBytes += uint64(p.WireLength)
	d.IPBytes += uint64(p.IPLength)
	if p.Partial {
		c.Partial++
	}
	switch c.Key.Proto {
	case protoTCP:
		c.follow(p)
	case protoICMP, protoICMPv6:
		c.message.note(p)
	}
}

// Next returns the sequence number that the next segment of a direction is expected to have, before that segment is counted,
// and whether the SYN of the direction was seen.
func (c *Core) Next(direction uint8) (sequence uint32, syn bool) {
	d := direction & 1
	return c.sequence[d].next, c.started&(4<<d) != 0
}

// Ending reports whether a plug-in asked for the flow's end.
func (c *Core) Ending() bool { return c.ending }

// last returns the latest capture time of any packet so far; the flow has at least one.
func (c *Core) last() int64 {
	if c.Dir[1].Packets == 0 || c.Dir[0].Packets != 0 && c.Dir[0].Last > c.Dir[1].Last {
		return c.Dir[0].Last
	}
	return c.Dir[1].Last
}

// first returns the earliest capture time of any packet.
func (c *Core) first() int64 {
	if c.Dir[1].Packets == 0 || c.Dir[0].Packets != 0 && c.Dir[0].First < c.Dir[1].First {
		return c.Dir[0].First
	}
	return c.Dir[1].First
}
