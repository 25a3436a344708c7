package column

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
)

// direction is a way of looking at a flow, with its name in columns.
type direction struct {
	name  string
	doc   string
	index int // flow.SrcToDst, flow.DstToSrc or flow.Both
	meter func(*flow.Flow) flow.Meter
}

var directions = [3]direction{
	{"bidirectional", "of both directions", flow.Both, (*flow.Flow).Bidirectional},
	{"src2dst", "from the source", flow.SrcToDst, (*flow.Flow).SrcToDst},
	{"dst2src", "from the destination", flow.DstToSrc, (*flow.Flow).DstToSrc},
}

func defaultColumns(statistics bool) []Column {
	cols := []Column{intColumn("id", i64, "rank of the flow's first packet among all flows, from 0",
		func(f *flow.Flow) int64 { return int64(f.ID()) })}
	for _, d := range directions {
		cols = append(cols, seenColumns(d)...)
	}
	cols = append(cols, keyColumns()...)
	for _, d := range directions {
		cols = append(cols, meterColumns(d)...)
	}
	cols = append(cols, expirationColumn())
	if statistics {
		cols = append(cols, statisticsColumns()...)
	}
	return append(cols, applicationColumns()...)
}

func expirationColumn() Column {
	return intColumn("expiration_id", i32, "0 idle, evicted or end of capture, 1 active timeout, negative: a plug-in's own",
		func(f *flow.Flow) int64 { return int64(f.ExpirationID()) })
}

func seenColumns(d direction) []Column {
	return []Column{
		seenColumn(d, "first", func(f *flow.Flow) int64 { return d.meter(f).First }),
		seenColumn(d, "last", func(f *flow.Flow) int64 { return d.meter(f).Last }),
	}
}

func seenColumn(d direction, which string, get func(*flow.Flow) int64) Column {
	c := millisColumn(d.name+"_"+which+"_seen_ms",
		"capture time of the "+which+" packet "+d.doc+", ms since the Unix epoch unless TimeFormat says otherwise, 0 for none", get)
	c.seen, c.absent = get, d.silent
	return c
}

// silent reports whether no packet came in that direction.
func (d direction) silent(f *flow.Flow) bool { return d.meter(f).Packets == 0 }

func keyColumns() []Column {
	return []Column{
		intColumn("version", u8, "IP version", func(f *flow.Flow) int64 { return int64(f.Version()) }),
		intColumn("src_port", u16, "port of the source, 0 without ports",
			func(f *flow.Flow) int64 { return int64(f.Src().Port()) }),
		intColumn("dst_port", u16, "port of the destination", func(f *flow.Flow) int64 { return int64(f.Dst().Port()) }),
		intColumn("protocol", u8, "IP protocol number", func(f *flow.Flow) int64 { return int64(f.Protocol()) }),
		intColumn("vlan_id", u16, "outermost VLAN of the first packet, 0 for none", func(f *flow.Flow) int64 { return int64(f.VLAN()) }),
		plainColumn("src_ip", "address of the source, the sender of the flow's first packet",
			func(dst []byte, f *flow.Flow) []byte { return f.Src().Addr().AppendTo(dst) }),
		plainColumn("dst_ip", "address of the destination",
			func(dst []byte, f *flow.Flow) []byte { return f.Dst().Addr().AppendTo(dst) }),
	}
}

func meterColumns(d direction) []Column {
	return []Column{
		intColumn(d.name+"_packets", i64, "packets "+d.doc, func(f *flow.Flow) int64 { return int64(d.meter(f).Packets) }),
		intColumn(d.name+"_raw_bytes", i64, "bytes of frames "+d.doc+", as on the wire",
			func(f *flow.Flow) int64 { return int64(d.meter(f).RawBytes) }),
		intColumn(d.name+"_ip_bytes", i64, "bytes of IP packets "+d.doc,
			func(f *flow.Flow) int64 { return int64(d.meter(f).IPBytes) }),
		durationColumn(d),
	}
}

func durationColumn(d direction) Column {
	c := millisColumn(d.name+"_duration_ms", "time from the first to the last packet "+d.doc+", -1 for none",
		func(f *flow.Flow) int64 { return duration(d.meter(f)) })
	c.absent = d.silent
	return c
}

func duration(m flow.Meter) int64 {
	if m.Packets == 0 {
		return notObserved
	}
	return int64(m.Duration())
}

// moment is a figure of a flow.Summary, with its name in columns.
type moment struct {
	name, doc string
	get       func(flow.Summary) float64
	exact     func(flow.Summary) (n, unit uint64) // the same as a fraction, nil where that is not one
}

var moments = [4]moment{
	{"min", "least", flow.Summary.Min, flow.Summary.ExactMin},
	{"mean", "mean", flow.Summary.Mean, nil},
	{"stdev", "sample standard deviation of the", flow.Summary.Stdev, nil},
	{"max", "greatest", flow.Summary.Max, flow.Summary.ExactMax},
}

// column shows the moment of a sample of a direction.
func (m *moment) column(name, doc string, sample func(*flow.Flow, int) flow.Summary, direction int) Column {
	c := floatColumn(name, doc, func(f *flow.Flow) float64 { return m.get(sample(f, direction)) })
	if exact := m.exact; exact != nil {
		c.text = func(dst []byte, f *flow.Flow) []byte {
			n, unit := exact(sample(f, direction))
			return appendExact(dst, n, unit)
		}
	}
	return c
}

// flags are the TCP flags in the order of the columns.
var flags = [8]struct {
	name string
	bit  uint8
}{
	{"syn", packet.SYN}, {"cwr", packet.CWR}, {"ece", packet.ECE}, {"urg", packet.URG},
	{"ack", packet.ACK}, {"psh", packet.PSH}, {"rst", packet.RST}, {"fin", packet.FIN},
}

func statisticsColumns() []Column {
	var cols []Column
	for _, q := range []struct {
		name, doc string
		get       func(*flow.Flow, int) flow.Summary
	}{
		{"raw_ps", "frame size in bytes", rawSizes},
		{"ip_ps", "IP packet size in bytes", ipSizes},
		{"piat_ms", "time between two packets in ms", intervals},
	} {
		for _, d := range directions {
			for i := range moments {
				m := &moments[i]
				cols = append(cols, m.column(d.name+"_"+m.name+"_"+q.name, m.doc+" "+q.doc+" "+d.doc+", -1 for none",
					q.get, d.index))
			}
		}
	}
	return append(cols, flagColumns()...)
}

// A flow that began before statistics were asked for has none: see Streamer.Prepare.

func rawSizes(f *flow.Flow, direction int) (none flow.Summary) {
	if s, ok := f.Statistics(direction); ok {
		return s.RawSizes()
	}
	return none
}

func ipSizes(f *flow.Flow, direction int) (none flow.Summary) {
	if s, ok := f.Statistics(direction); ok {
		return s.IPSizes()
	}
	return none
}

func intervals(f *flow.Flow, direction int) (none flow.Summary) {
	if s, ok := f.Statistics(direction); ok {
		return s.Intervals()
	}
	return none
}

func flagPackets(f *flow.Flow, direction int, flag uint8) uint64 {
	s, ok := f.Statistics(direction)
	if !ok {
		return 0
	}
	return s.FlagPackets(flag)
}

func flagColumns() []Column {
	var cols []Column
	for _, d := range directions {
		for _, flag := range flags {
			cols = append(cols, intColumn(d.name+"_"+flag.name+"_packets", i64, "packets "+d.doc+" with the TCP flag "+flag.name,
				func(f *flow.Flow) int64 { return int64(flagPackets(f, d.index, flag.bit)) }))
		}
	}
	return cols
}

func applicationColumns() []Column {
	return []Column{
		intColumn("master_protocol", u16, "identifier of the protocol that carries the application, 0 for none",
			func(f *flow.Flow) int64 { return int64(f.Label().Master()) }),
		intColumn("app_protocol", u16, "identifier of the application", func(f *flow.Flow) int64 { return int64(f.Label().App()) }),
		nameColumn("application_name", "such as TLS.Google",
			func(dst []byte, f *flow.Flow) []byte {
				return categories.AppendName(dst, f.Label().Master(), f.Label().App())
			}),
		nameColumn("category_name", "category of the application",
			func(dst []byte, f *flow.Flow) []byte { return append(dst, f.Label().Category().Name()...) }),
		commonColumn("client_info", "TLS, QUIC: SNI; HTTP: operating system in the user agent; SSH: the client's banner",
			func(m *metadata.Set) string { return m.ClientText }),
		commonColumn("server_info", "TLS: the certificate's names; HTTP, DNS: the host asked for; SSH: the server's banner",
			func(m *metadata.Set) string { return m.ServerText }),
	}
}
