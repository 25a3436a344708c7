// Package record is what is kept of a flow while its packets are counted. The flow table (package table) owns the records and
// writes them; flow.Flow shows them by methods.
package record

import (
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/packet"
)

// Record is the parts of a flow's record. Its parts are borrowed from the flow table.
type Record struct {
	*Core
	Stats     *Stats        // nil without statistics
	Cut       *CutIntervals // nil unless the rows show intervals as nfstream 6 takes them
	Accounted *Accounted    // nil unless the accounting mode counts transport or payload bytes
	SYN       *SYN          // nil unless the TCP fingerprint is asked for
	Gaps      *Gaps         // nil unless missed or out-of-order packets are asked for
	Signs     *Signs        // nil unless risks are asked for
	Content   *Content      // nil unless what payloads are like is asked for
	Opening   *label.Label  // what the first packet says, nil unless it is asked for
	RTP       *RTP          // nil unless columns of RTP are asked for and the flow may have some
	SPLT      []Split       // room for the first packets; Split.Set says which were seen
}

// Clone returns a copy of r that shares no memory with it. Its Core is the one given.
func (r *Record) Clone(c *Core) Record {
	*c = *r.Core
	return Record{Core: c, Stats: clone(r.Stats), Cut: clone(r.Cut), Accounted: clone(r.Accounted),
		SYN: clone(r.SYN), Gaps: clone(r.Gaps), Signs: clone(r.Signs), Opening: clone(r.Opening),
		Content: clone(r.Content), RTP: clone(r.RTP), SPLT: append([]Split(nil), r.SPLT...)}
}

func clone[T any](part *T) *T {
	if part == nil {
		return nil
	}
	c := *part
	return &c
}

// Access is what flow.Flow.Record asks for, so that only packages that can import this one call it.
type Access struct{ _ [0]byte }

// ending is the bit of Core.started that a plug-in sets to end the flow.
const ending = 1 << 4

// both stands for the whole flow beside the directions 0, from the source, and 1.
const both = 2

// Core is the part of a flow that every packet touches. It is pointer-free and at most 256 bytes, so that a slab of
// millions costs the garbage collector nothing. The flow table owns it, and only the table writes it.
type Core struct {
	Key     flowkey.Key // of the first packet
	Reverse bool        // the source, the sender of the first packet, is end B of Key
	Reason  uint8       // a flow.EndReason, meaningful once the flow has ended
	started uint8       // bit d: a TCP segment of direction d set sequence[d]; bit 2+d: its SYN was seen; bit 4: ending
	message message     // of ICMP
	flags   [2]uint8    // by direction, all TCP flags of its segments together

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

// End ends the flow with the packet that is being counted, and sets Expiration.
func (c *Core) End(expiration int32) { c.started, c.Expiration = c.started|ending, expiration }

// Ending reports whether a plug-in asked for the flow's end.
func (c *Core) Ending() bool { return c.started&ending != 0 }

// ICMP returns type, code and direction of the first message of ICMP or ICMPv6 that was captured that far; ok is false if
// there is none.
func (c *Core) ICMP() (kind, code, direction uint8, ok bool) {
	m := &c.message
	return m.kind, m.code, m.sender - 1, m.sender != 0
}

// Flags returns the TCP flags of a direction's segments, all together.
func (c *Core) Flags(direction uint8) uint8 { return c.flags[direction&1] }

// Last returns the latest capture time of any packet so far; the flow has at least one.
func (c *Core) Last() int64 {
	if c.Dir[1].Packets == 0 || c.Dir[0].Packets != 0 && c.Dir[0].Last > c.Dir[1].Last {
		return c.Dir[0].Last
	}
	return c.Dir[1].Last
}

// First returns the earliest capture time of any packet.
func (c *Core) First() int64 {
	if c.Dir[1].Packets == 0 || c.Dir[0].Packets != 0 && c.Dir[0].First < c.Dir[1].First {
		return c.Dir[0].First
	}
	return c.Dir[1].First
}
