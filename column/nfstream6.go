package column

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// nfstream6Columns are those of nfstream 6.6.0 in its order: whole milliseconds, and 0 for what was not observed.
func nfstream6Columns(o *Options) []Column {
	num := func(name string, get func(*flow.Flow) int64) Column { return intColumn(name, i64, nfstream6Doc, get) }
	of := func(d direction, name string, get func(flow.Meter) int64) Column {
		c := num(d.name+name, func(f *flow.Flow) int64 { return get(d.meter(f)) })
		c.absent = d.silent
		return c
	}
	var have []Column
	for _, g := range groups(o) {
		have = append(have, g.cols...)
	}
	take := func(names ...string) (cols []Column) {
		for _, name := range names {
			for _, col := range have {
				if col.Name == name {
					cols = append(cols, col)
				}
			}
		}
		return cols
	}
	oui := func(name string, get func(*flow.Flow) []byte) Column {
		return plainColumn(name, nfstream6Doc, mac(get))
	}
	cols := append(take("id", "expiration_id", "src_ip", "src_mac"),
		oui("src_oui", func(f *flow.Flow) []byte { return srcMAC(f)[:3] }))
	cols = append(append(cols, take("src_port", "dst_ip", "dst_mac")...),
		oui("dst_oui", func(f *flow.Flow) []byte { return dstMAC(f)[:3] }))
	cols = append(append(cols, take("dst_port", "protocol")...), intColumn("ip_version", u8, nfstream6Doc,
		func(f *flow.Flow) int64 { return int64(f.Version()) }))
	cols = append(cols, take("vlan_id", "tunnel_id")...)
	for _, d := range directions {
		cols = append(cols,
			cutSeen(of(d, "_first_seen_ms", func(m flow.Meter) int64 { return m.First })),
			cutSeen(of(d, "_last_seen_ms", func(m flow.Meter) int64 { return m.Last })),
			of(d, "_duration_ms", func(m flow.Meter) int64 { return record.CutMillis(m.Last) - record.CutMillis(m.First) }),
			num(d.name+"_packets", func(f *flow.Flow) int64 { return int64(d.meter(f).Packets) }),
			num(d.name+"_bytes", func(f *flow.Flow) int64 { return accountedBytes(f, d, o.Accounting) }))
	}
	if o.Statistics {
		cols = append(cols, nfstream6Statistics(o.Accounting)...)
	}
	if o.SPLT {
		cols = append(cols, nfstream6SPLT()...)
	}
	if o.Dissect {
		cols = append(cols, nfstream6Labels(take, o.Protocols)...)
	}
	return cols
}

const nfstream6Doc = "as in nfstream 6.6"

// columnCutPiat is a column of nfstream6 alone, which its statistics have.
const columnCutPiat = "bidirectional_stddev_piat_ms"

// cutSeen makes a column of times in nanoseconds one of whole milliseconds, unless TimeFormat says otherwise.
func cutSeen(c Column) Column {
	c.seen = c.int
	c.int = func(f *flow.Flow) int64 { return record.CutMillis(c.seen(f)) }
	return c
}

// nfstream6SPLT lists the first packets as Python writes lists.
func nfstream6SPLT() []Column {
	column := func(name string, as Width, get func(*flow.Split) int64) Column {
		c := spltColumn(name, as, nfstream6Doc, get)
		list := c.list
		c.list = func(dst []byte, f *flow.Flow) []byte { at := len(dst); return spaced(list(dst, f), at) }
		return c
	}
	return []Column{
		column("splt_direction", i8, func(s *flow.Split) int64 { return int64(s.Direction) }),
		column("splt_ps", i64, func(s *flow.Split) int64 { return int64(s.Size) }),
		column("splt_piat_ms", i64, (*flow.Split).CutPiat),
	}
}

// spaced puts a space behind each comma of the text that begins at the given place.
func spaced(line []byte, at int) []byte {
	from := len(line)
	line = append(line, line[:bytes.Count(line[at:], []byte{','})]...) // room, whatever is in it
	for to := len(line); to > from; {
		from--
		to--
		if line[from] == ',' {
			line[to] = ' '
			to--
		}
		line[to] = line[from]
	}
	return line
}

func accountedBytes(f *flow.Flow, d direction, mode flow.AccountingMode) int64 {
	switch {
	case mode == flow.AccountRaw:
		return int64(d.meter(f).RawBytes)
	case mode == flow.AccountIP:
		return int64(d.meter(f).IPBytes)
	}
	a := f.Record(record.Access{}).Accounted
	if a == nil {
		return 0
	}
	bytes := &a.Bytes
	if d.index == flow.Both {
		return int64(bytes[0] + bytes[1])
	}
	return int64(bytes[d.index])
}

func nfstream6Statistics(mode flow.AccountingMode) []Column {
	sizes := rawSizes
	if mode == flow.AccountIP {
		sizes = ipSizes
	} else if mode.Extra() {
		sizes = accountedSizes
	}
	var cols []Column
	for _, d := range directions {
		cols = append(cols, nfstream6Moments(d, "ps", sizes)...)
	}
	for _, d := range directions {
		cols = append(cols, nfstream6Moments(d, "piat_ms", cutIntervals)...)
	}
	return append(cols, flagColumns()...)
}

// nfstream6Moments shows a sample: the extremes as whole numbers, and 0 instead of -1.
func accountedSizes(f *flow.Flow, direction int) flow.Summary {
	s, _ := f.AccountedSizes(direction)
	return s
}

func cutIntervals(f *flow.Flow, direction int) flow.Summary {
	s, _ := f.CutIntervals(direction)
	return s
}

func nfstream6Moments(d direction, what string, sample func(*flow.Flow, int) flow.Summary) []Column {
	var cols []Column
	for _, m := range moments {
		name := m.name
		if name == "stdev" {
			name = "stddev"
		}
		value := func(f *flow.Flow) float64 { return max(m.get(sample(f, d.index)), 0) }
		name = d.name + "_" + name + "_" + what
		c := floatColumn(name, nfstream6Doc, value)
		if m.name == "min" || m.name == "max" {
			c = intColumn(name, i64, nfstream6Doc, func(f *flow.Flow) int64 { return int64(value(f)) })
		}
		c.absent = func(f *flow.Flow) bool { return m.get(sample(f, d.index)) == flow.NotObserved }
		cols = append(cols, c)
	}
	return cols
}

func nfstream6Labels(take func(...string) []Column, protocols []*metadata.Column) []Column {
	cols := append(take("application_name"), nameColumn("application_category_name",
		"as in nfstream 6.6: that of DNS is Network, whatever is asked for", appendNfstream6Category))
	cols = append(cols, take("application_is_guessed", "application_confidence", "requested_server_name")...)
	cols = append(cols, fingerprintOf("client_fingerprint", "JA4", protocols, metadata.Client),
		fingerprintOf("server_fingerprint", "JA3S", protocols, metadata.Server))
	return append(cols, take("user_agent", "content_type")...)
}

func appendNfstream6Category(dst []byte, f *flow.Flow) []byte {
	if f.Label().Protocol == categories.DNS {
		return append(dst, categories.DNS.Category().Name()...)
	}
	return append(dst, f.Label().Category().Name()...)
}
