package nfstream

import (
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
)

// nfstream6Columns are those of nfstream 6.5 in its order: whole milliseconds, and 0 for what was not observed.
func nfstream6Columns(c Config) []Column {
	num := func(name string, get func(*Flow) int64) Column { return intColumn(name, "as in nfstream 6.5", get) }
	var have []Column
	for _, g := range groups(c) {
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
	cols := take("id", "expiration_id", "src_ip", "src_mac", "src_oui", "src_port", "dst_ip", "dst_mac", "dst_oui",
		"dst_port", "protocol")
	cols = append(cols, num("ip_version", func(f *Flow) int64 { return int64(f.Key.Ver) }))
	cols = append(cols, take("vlan_id", "tunnel_id")...)
	for _, d := range directions {
		cols = append(cols,
			num(d.name+"_first_seen_ms", func(f *Flow) int64 { return wholeMillis(d.meter(f).First) }),
			num(d.name+"_last_seen_ms", func(f *Flow) int64 { return wholeMillis(d.meter(f).Last) }),
			num(d.name+"_duration_ms", func(f *Flow) int64 { m := d.meter(f); return wholeMillis(m.Last) - wholeMillis(m.First) }),
			num(d.name+"_packets", func(f *Flow) int64 { return int64(d.meter(f).Packets) }),
			num(d.name+"_bytes", func(f *Flow) int64 { return accountedBytes(f, d, c.AccountingMode) }))
	}
	if c.Statistics {
		cols = append(cols, nfstream6Statistics(c.AccountingMode)...)
	}
	if c.SPLT > 0 {
		cols = append(cols, take("splt_direction", "splt_ps")...)
		cols = append(cols, Column{Name: "splt_piat_ms", Type: IntList, Doc: "as in nfstream 6.5", list: listOf(wholePiats, appendInt)})
	}
	if c.Dissect.on(true) {
		cols = append(cols, nfstream6Labels(take)...)
	}
	return cols
}

func wholeMillis(ns int64) int64 { return ns / int64(time.Millisecond) }

// wholePiats returns the differences between the times of the first packets, each in whole milliseconds.
func wholePiats(f *Flow) []int64 {
	piats := make([]int64, len(f.SPLT))
	t := f.Bidirectional().First
	for i, s := range f.SPLT {
		piats[i] = -1
		if s.Set {
			piats[i] = wholeMillis(t+s.Piat) - wholeMillis(t)
		}
		t += s.Piat
	}
	return piats
}

func accountedBytes(f *Flow, d direction, mode AccountingMode) int64 {
	switch {
	case mode == AccountRaw:
		return int64(d.meter(f).RawBytes)
	case mode == AccountIP:
		return int64(d.meter(f).IPBytes)
	case d.index == flow.Both:
		return int64(f.Accounted.Bytes[0] + f.Accounted.Bytes[1])
	}
	return int64(f.Accounted.Bytes[d.index])
}

func nfstream6Statistics(mode AccountingMode) []Column {
	sizes := (*Flow).RawSizes
	if mode == AccountIP {
		sizes = (*Flow).IPSizes
	} else if mode.Extra() {
		sizes = (*Flow).AccountedSizes
	}
	var cols []Column
	for _, d := range directions {
		cols = append(cols, nfstream6Moments(d, "ps", sizes)...)
	}
	for _, d := range directions {
		cols = append(cols, nfstream6Moments(d, "piat_ms", (*Flow).Intervals)...)
	}
	return append(cols, flagColumns()...)
}

// nfstream6Moments shows a sample: the extremes as whole numbers, and 0 instead of -1.
func nfstream6Moments(d direction, what string, sample func(*Flow, int) flow.Summary) []Column {
	var cols []Column
	for _, m := range moments {
		name := m.name
		if name == "stdev" {
			name = "stddev"
		}
		value := func(f *Flow) float64 { return max(m.get(sample(f, d.index)), 0) }
		name = d.name + "_" + name + "_" + what
		if m.name == "min" || m.name == "max" {
			cols = append(cols, intColumn(name, "as in nfstream 6.5", func(f *Flow) int64 { return int64(value(f)) }))
		} else {
			cols = append(cols, floatColumn(name, "as in nfstream 6.5", value))
		}
	}
	return cols
}

func nfstream6Labels(take func(...string) []Column) []Column {
	cols := take("application_name", "category_name", "application_is_guessed", "application_confidence",
		"requested_server_name", "j3a_client", "j3a_server", "user_agent", "content_type")
	for i := range cols {
		switch cols[i].Name {
		case "category_name":
			cols[i] = textColumn("application_category_name", "as in nfstream 6.5: that of DNS is Network, whatever is asked for",
				appendNfstream6Category)
		case "j3a_client":
			cols[i].Name = "client_fingerprint"
		case "j3a_server":
			cols[i].Name = "server_fingerprint"
		}
	}
	return cols
}

func appendNfstream6Category(dst []byte, f *Flow) []byte {
	if f.App.Protocol == categories.DNS {
		return append(dst, categories.DNS.Category().Name()...)
	}
	return append(dst, f.App.Category().Name()...)
}
