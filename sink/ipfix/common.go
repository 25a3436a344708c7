package ipfix

import (
	"encoding/binary"
	"net/netip"
	"strings"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// end returns the source of a direction for 0 and its destination for 1.
func end(f *flow.Flow, d, which int) netip.AddrPort {
	if d == which {
		return f.Src()
	}
	return f.Dst()
}

// address returns the element for an address column: sourceIPv4Address (8), destinationIPv4Address (12),
// sourceIPv6Address (27) or destinationIPv6Address (28). The values come from the flow where get is nil. With both columns
// replaced each record shows the pseudonyms of its own source and destination.
func (s *selection) address(name string, get func(*flow.Flow) netip.Addr) element {
	which, id, kind := 0, uint16(8), ipv4Address
	if name == "dst_ip" {
		which, id = 1, 12
	}
	if s.six {
		id, kind = 27+uint16(which), ipv6Address
	}
	return standard(id, kind, func(dst []byte, f *flow.Flow, d int, e *Exporter) []byte {
		a := end(f, d, which).Addr()
		if get != nil {
			a = e.replaced(f, d^which)
		}
		if kind == ipv6Address {
			b := a.As16()
			return append(dst, b[:]...)
		}
		b := a.As4()
		return append(dst, b[:]...)
	})
}

// replaced returns what the rows show for the address of an end of the flow, 0 for its source, where that is a pseudonym.
func (e *Exporter) replaced(f *flow.Flow, which int) netip.Addr {
	name, a := "src_ip", f.Src().Addr()
	if which == 1 {
		name, a = "dst_ip", f.Dst().Addr()
	}
	for _, c := range e.columns {
		if c.Name == name && c.Pseudonym() {
			return pseudonym(c)(f)
		}
	}
	return a
}

// common returns the element of IANA's for a column; without put if there is none.
func (s *selection) common(c *column.Column) element {
	if d, rest, ok := directed(c.Name); ok {
		e := s.directed(rest)
		if d == flow.DstToSrc && e.put != nil {
			return reversed(e)
		}
		return e
	}
	if e := ofKey(c.Name); e.put != nil {
		return e
	}
	if c.Type != column.Text {
		return element{}
	}
	for _, t := range texts {
		if t.column == c.Name {
			return standard(t.id, text, ofText(c))
		}
	}
	return element{}
}

// texts are columns that are elements of IANA's: applicationName (RFC 6759), applicationCategoryName, and those of HTTP.
var texts = [...]struct {
	column string
	id     uint16
}{
	{"application_name", 96}, {"category_name", 372}, {"user_agent", 468}, {"http_method", 459},
}

// directed returns the direction that the name of a column begins with, and the rest of it.
func directed(name string) (d int, rest string, ok bool) {
	if rest, ok = strings.CutPrefix(name, "src2dst_"); ok {
		return flow.SrcToDst, rest, true
	}
	rest, ok = strings.CutPrefix(name, "dst2src_")
	return flow.DstToSrc, rest, ok
}

// directed returns the element for what is counted of a direction: packetDeltaCount (2), octetDeltaCount (1),
// layer2OctetDeltaCount (352), flowStartMilliseconds (152), flowEndMilliseconds (153) or those in nanoseconds (156, 157).
func (s *selection) directed(name string) element {
	switch name {
	case "packets":
		return number(2, unsigned64, func(f *flow.Flow, d int) uint64 { return meter(f, d).Packets })
	case "ip_bytes":
		return number(1, unsigned64, func(f *flow.Flow, d int) uint64 { return meter(f, d).IPBytes })
	case "raw_bytes":
		if s.v9 {
			return element{}
		}
		return number(352, unsigned64, func(f *flow.Flow, d int) uint64 { return meter(f, d).RawBytes })
	case "first_seen_ms":
		return s.moment(0, func(m flow.Meter) int64 { return m.First })
	case "last_seen_ms":
		return s.moment(1, func(m flow.Meter) int64 { return m.Last })
	}
	for i, flag := range flags {
		if name == flag {
			bit := uint(i)
			return number(218+uint16(flagElement[i]), unsigned64, func(f *flow.Flow, d int) uint64 {
				s, _ := f.Statistics(d)
				return s.FlagPackets(1 << bit)
			})
		}
	}
	return element{}
}

// flags are columns of packets with a TCP flag, by its bit, and flagElement the elements from tcpSynTotalCount (218) on.
var (
	flags       = [...]string{"fin_packets", "syn_packets", "rst_packets", "psh_packets", "ack_packets", "urg_packets"}
	flagElement = [...]uint8{1, 0, 2, 3, 4, 5}
)

// moment returns the element for the start (0) or the end (1) of a direction.
func (s *selection) moment(which uint16, get func(flow.Meter) int64) element {
	if s.nanos && !s.v9 {
		return standard(156+which, nanoseconds, func(dst []byte, f *flow.Flow, d int, _ *Exporter) []byte {
			return appendNTP(dst, get(meter(f, d)))
		})
	}
	return standard(152+which, milliseconds, func(dst []byte, f *flow.Flow, d int, _ *Exporter) []byte {
		return appendMillis(dst, get(meter(f, d)))
	})
}

// ofKey returns the element for a part of a flow's key; without put if the column is none.
func ofKey(name string) element {
	switch name {
	case "id": // flowId
		return number(148, unsigned64, func(f *flow.Flow, _ int) uint64 { return f.ID() })
	case "src_port":
		return number(7, unsigned16, func(f *flow.Flow, d int) uint64 { return uint64(end(f, d, 0).Port()) })
	case "dst_port":
		return number(11, unsigned16, func(f *flow.Flow, d int) uint64 { return uint64(end(f, d, 1).Port()) })
	case "protocol":
		return number(4, unsigned8, func(f *flow.Flow, _ int) uint64 { return uint64(f.Protocol()) })
	case "version":
		return number(60, unsigned8, func(f *flow.Flow, _ int) uint64 { return uint64(f.Version()) })
	case "vlan_id":
		return number(58, unsigned16, func(f *flow.Flow, _ int) uint64 { return uint64(f.VLAN()) })
	case "src_mac":
		return mac(56, 0)
	case "dst_mac":
		return mac(80, 1)
	}
	return element{}
}

func mac(id uint16, which int) element {
	return standard(id, macAddress, func(dst []byte, f *flow.Flow, d int, _ *Exporter) []byte {
		a := f.DstMAC()
		if d == which {
			a = f.SrcMAC()
		}
		return append(dst, a[:]...)
	})
}

// addStandard adds what collectors expect of a whole flow and no column shows: tcpControlBits (6, RFC 7125) in one byte, flowEndReason
// (136), biflowDirection (239, RFC 5103), applicationId (95, RFC 6759), MAC addresses unless there are pseudonyms, and the
// elements of other vendors.
func (s *selection) addStandard(secret bool) {
	control := number(6, unsigned8, func(f *flow.Flow, d int) uint64 { return uint64(f.TCPFlags(d)) })
	s.add(control)
	s.add(reversed(control))
	s.add(number(136, unsigned8, func(f *flow.Flow, _ int) uint64 { return uint64(endReasons[f.EndReason()]) }))
	direction := number(239, unsigned8, func(*flow.Flow, int) uint64 { return 1 }) // the source is the initiator
	if direction.backward = true; !s.v9 {
		s.add(direction)
	}
	id := standard(95, octets, func(dst []byte, f *flow.Flow, _ int, e *Exporter) []byte {
		return e.appendApplication(dst, applicationOf(f))
	})
	id.length = s.applicationLength()
	s.add(id)
	if !secret {
		s.add(mac(56, 0))
		s.add(mac(80, 1))
	}
	if s.v9 {
		s.add(switched(21, func(m flow.Meter) int64 { return m.Last }))
		s.add(switched(22, func(m flow.Meter) int64 { return m.First }))
	}
	if s.vendors {
		s.addVendors()
	}
}

// endReasons are the values of flowEndReason (RFC 5102, section 5.11.3) by flow.EndReason: 1 idle timeout, 2 active timeout,
// 3 end of flow detected, 4 forced end, 5 lack of resources.
var endReasons = [...]uint8{flow.Idle: 1, flow.Active: 2, flow.EndOfCapture: 4, flow.Plugin: 3, flow.Evicted: 5, flow.Limit: 4}

// switched returns a time of NetFlow 9 in milliseconds since the device started (RFC 3954, section 8).
func switched(id uint16, get func(flow.Meter) int64) element {
	return standard(id, unsigned32, func(dst []byte, f *flow.Flow, d int, e *Exporter) []byte {
		return binary.BigEndian.AppendUint32(dst, uint32(floorMillis(get(meter(f, d)))-e.boot))
	})
}
