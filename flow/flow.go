// Package flow shows one bidirectional flow by methods: its record (counters, statistics, first packets), and the label, the
// metadata and the values of plug-ins that belong to it. It imports no engine.
package flow

import (
	"net/netip"
	"time"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Direction of a packet within its flow, and Both of them where a method takes a direction.
const (
	SrcToDst = 0
	DstToSrc = 1
	Both     = 2
)

// Flow shows one flow. What the flow table hands to a plug-in's hook or to a sink is borrowed until that call returns, as is
// all that its methods return by reference; Clone makes one that its caller owns. The zero Flow shows no flow: its methods
// must not be called.
type Flow struct {
	record   record.Record
	label    label.Label
	metadata *metadata.Set // nil while nothing is known
	values   values        // of the columns of plug-ins
}

// Show points f at the core of a record, without the parts that were not asked for. It is for the flow table, which owns the
// record, the metadata, and the storage of the columns of plug-ins. The label is that of the moment.
func (f *Flow) Show(c *record.Core, is label.Label, read *metadata.Set, nums []uint64, refs []any) {
	*f = Flow{record: record.Record{Core: c}, label: is, metadata: read, values: values{nums, refs}}
}

// Record returns the record that f shows. It is for the packages of this module that write it, or read what no method shows.
func (f *Flow) Record(record.Access) *record.Record { return &f.record }

// Clone returns a copy of f that shares no memory with it, but for what plug-ins stored by reference and for metadata,
// which do not change once the flow has ended.
func (f *Flow) Clone() *Flow {
	g := &struct {
		f    Flow
		core record.Core
	}{f: *f}
	g.f.record = f.record.Clone(&g.core)
	g.f.values = f.values.clone()
	return &g.f
}

// Bytes returns about how many bytes a clone of the flow takes.
func (f *Flow) Bytes() int {
	const most = 2 << 10 // of the parts that are kept if asked for
	n := most / 4
	if f.record.Stats != nil {
		n += most / 4
	}
	if f.record.RTP != nil {
		n += most / 2
	}
	return n + 24*len(f.record.SPLT) + 8*len(f.values.nums) + 32*len(f.values.refs) + f.metadata.Bytes()
}

// ID returns the rank of the flow's first packet among those of all flows, from 0. It is 0 until Expire hooks are called.
func (f *Flow) ID() uint64 { return f.record.ID }

// Src returns the address and port of the sender of the flow's first packet.
func (f *Flow) Src() netip.AddrPort { return f.end(f.record.Reverse) }

// Dst returns the address and port of its receiver.
func (f *Flow) Dst() netip.AddrPort { return f.end(!f.record.Reverse) }

func (f *Flow) end(b bool) netip.AddrPort {
	if b {
		return netip.AddrPortFrom(f.record.Key.AddrB(), f.record.Key.PortB)
	}
	return netip.AddrPortFrom(f.record.Key.AddrA(), f.record.Key.PortA)
}

// Protocol returns the IP protocol number.
func (f *Flow) Protocol() uint8 { return f.record.Key.Proto }

// Version returns the IP version, 4 or 6.
func (f *Flow) Version() uint8 { return f.record.Key.Ver }

// VLAN returns the outermost VLAN identifier of the flow's first packet, 0 without one.
func (f *Flow) VLAN() uint16 { return f.record.Key.VLAN }

// Tunnel returns the identifier of the tunnel that the flow is in, as the column tunnel_id shows it, 0 without one.
func (f *Flow) Tunnel() uint32 { return f.record.Key.Tunnel }

// Key returns the key of the flow's first packet. If reverse is set, the source is its end B.
func (f *Flow) Key() (key flowkey.Key, reverse bool) { return f.record.Key, f.record.Reverse }

// SrcMAC returns the link-layer source of the flow's first packet, zeros if its frame has none.
func (f *Flow) SrcMAC() [6]byte { return f.record.SrcMAC }

// DstMAC returns the link-layer destination of the flow's first packet.
func (f *Flow) DstMAC() [6]byte { return f.record.DstMAC }

// ICMP returns type, code and direction of the first message of a flow of ICMP or ICMPv6 that was captured that far; ok is
// false where there is none.
func (f *Flow) ICMP() (kind, code, direction uint8, ok bool) { return f.record.ICMP() }

// TCPFlags returns the TCP flags of the segments of a direction, SrcToDst or DstToSrc, all together: those of the last byte of
// the header's flags (RFC 9293, section 3.1). It is 0 for other protocols.
func (f *Flow) TCPFlags(direction int) uint8 { return f.record.Flags(uint8(direction)) }

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
	return time.Duration(record.Since(m.Last, m.First))
}

// Bidirectional returns what was counted of both directions.
func (f *Flow) Bidirectional() Meter {
	a, b := &f.record.Dir[SrcToDst], &f.record.Dir[DstToSrc]
	return Meter{a.Packets + b.Packets, a.RawBytes + b.RawBytes, a.IPBytes + b.IPBytes, f.record.First(), f.record.Last()}
}

// SrcToDst returns what was counted of the packets from the source.
func (f *Flow) SrcToDst() Meter { return Meter(f.record.Dir[SrcToDst]) }

// DstToSrc returns what was counted of the packets from the destination.
func (f *Flow) DstToSrc() Meter { return Meter(f.record.Dir[DstToSrc]) }

// Packets returns the number of packets of both directions so far.
func (f *Flow) Packets() uint64 { return f.record.Dir[0].Packets + f.record.Dir[1].Packets }

// PartialPackets returns the number of packets of a tunnel that were seen only as far as a fragment of the packet around them
// goes.
func (f *Flow) PartialPackets() uint32 { return f.record.Partial }
