package flow

import (
	"net/netip"
	"time"

	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Flow shows one flow: the parts of its record that were asked for. What the flow table hands to a plug-in's hook or to
// a sink is borrowed until that call returns; Clone makes one that its caller owns.
type Flow struct {
	*Core
	App       label.Label   // what it carries, as far as it is known
	Stats     *Stats        // nil without statistics
	Cut       *CutIntervals // nil unless the rows show intervals as nfstream 6 takes them
	Accounted *Accounted    // nil unless the accounting mode counts transport or payload bytes
	SYN       *SYN          // nil unless the TCP fingerprint is asked for
	Gaps      *Gaps         // nil unless missed or out-of-order packets are asked for
	SPLT      []Split       // room for the first packets; Split.Set says which were seen

	metadata *metadata.Set // nil while nothing is known
	values   values        // of the columns of plug-ins
}

// Show points f at a record, without the parts that were not asked for. It is for the flow table, which owns the record,
// the metadata, and the storage of the columns of plug-ins. The label is that of the moment.
func (f *Flow) Show(c *Core, app label.Label, read *metadata.Set, nums []uint64, refs []any) {
	*f = Flow{Core: c, App: app, metadata: read, values: values{nums, refs}}
}

// Clone returns a copy of f that shares no memory with it, but for what plug-ins stored by reference and for metadata,
// which do not change once the flow has ended.
func (f *Flow) Clone() *Flow {
	g := &struct {
		f    Flow
		core Core
	}{*f, *f.Core}
	g.f.Core = &g.core
	if f.Stats != nil {
		s := *f.Stats
		g.f.Stats = &s
	}
	if f.Cut != nil {
		v := *f.Cut
		g.f.Cut = &v
	}
	if f.Accounted != nil {
		a := *f.Accounted
		g.f.Accounted = &a
	}
	if f.SYN != nil {
		s := *f.SYN
		g.f.SYN = &s
	}
	if f.Gaps != nil {
		s := *f.Gaps
		g.f.Gaps = &s
	}
	g.f.SPLT = append([]Split(nil), f.SPLT...)
	g.f.values = f.values.clone()
	return &g.f
}

// Src returns the address and port of the sender of the flow's first packet.
func (f *Flow) Src() netip.AddrPort { return f.end(f.Reverse) }

// Dst returns the address and port of its receiver.
func (f *Flow) Dst() netip.AddrPort { return f.end(!f.Reverse) }

func (f *Flow) end(b bool) netip.AddrPort {
	if b {
		return netip.AddrPortFrom(f.Key.AddrB(), f.Key.PortB)
	}
	return netip.AddrPortFrom(f.Key.AddrA(), f.Key.PortA)
}

// Protocol returns the IP protocol number.
func (f *Flow) Protocol() uint8 { return f.Key.Proto }

// Version returns the IP version, 4 or 6.
func (f *Flow) Version() uint8 { return f.Key.Ver }

// VLAN returns the outermost VLAN identifier of the flow's first packet, 0 without one.
func (f *Flow) VLAN() uint16 { return f.Key.VLAN }

// Expire ends the flow with the packet that is being accounted for. Only a plug-in's Init and Update may call it. The id
// becomes the column expiration_id; ids of plug-ins are negative, any other is taken as -1.
func (f *Flow) Expire(id int32) {
	if id >= 0 {
		id = -1
	}
	f.ending, f.Expiration = true, id
}

// Meter is what was counted of a flow or of one of its directions.
type Meter struct {
	Packets  uint64
	RawBytes uint64 // frames on the wire
	IPBytes  uint64 // IP packets
	First    int64  // earliest capture time, nanoseconds since the Unix epoch; 0 without a packet
	Last     int64  // latest capture time
}

// Duration returns the time from the first to the last packet, 292 years at most, or a negative value where there is none.
func (m Meter) Duration() time.Duration {
	if m.Packets == 0 {
		return -1
	}
	return time.Duration(since(m.Last, m.First))
}

// Bidirectional returns what was counted of both directions.
func (f *Flow) Bidirectional() Meter {
	a, b := &f.Dir[SrcToDst], &f.Dir[DstToSrc]
	return Meter{a.Packets + b.Packets, a.RawBytes + b.RawBytes, a.IPBytes + b.IPBytes, f.first(), f.last()}
}

// SrcToDst returns what was counted of the packets from the source.
func (f *Flow) SrcToDst() Meter { return Meter(f.Dir[SrcToDst]) }

// DstToSrc returns what was counted of the packets from the destination.
func (f *Flow) DstToSrc() Meter { return Meter(f.Dir[DstToSrc]) }
