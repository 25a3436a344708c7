package column

import (
	"encoding/hex"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/record"
)

// The groups of columns that fields may name.
const (
	groupDefault = "default"
	groupPlugin  = PluginGroup
	groupAll     = "all"
	groupNF6     = "nfstream6"
	groupNames   = "names"
	groupRisks   = "risks"
	groupContent = "content"
	groupRTP     = "rtp"
)

type group struct {
	name string
	cols []Column
}

// groups returns every group of built-in columns but nfstream6, in the order of "all".
func groups(o *Options) []group {
	return withDeclared([]group{
		{groupDefault, defaultColumns(o.Statistics)},
		{"link", linkColumns()},
		{"splt", spltColumns()},
		{"label", labelColumns()},
		{groupNames, namesColumns()},
		{"fingerprint", fingerprintColumns(o)},
		{groupContent, contentColumns()},
		{groupRisks, riskColumns()},
		{groupFirst, firstPacketColumns()},
		{"as", asColumns(o.System)},
		{"end", endColumns()},
		{groupRTP, rtpColumns()},
	}, o.Protocols)
}

// srcMAC and dstMAC return the link-layer addresses, which the flow keeps.
func srcMAC(f *flow.Flow) []byte { return f.Record(record.Access{}).SrcMAC[:] }

func dstMAC(f *flow.Flow) []byte { return f.Record(record.Access{}).DstMAC[:] }

// mac shows bytes of a link-layer address.
func mac(get func(*flow.Flow) []byte) func([]byte, *flow.Flow) []byte {
	return func(dst []byte, f *flow.Flow) []byte { return appendMAC(dst, get(f)) }
}

func linkColumns() []Column {
	oui := func(get func(*flow.Flow) []byte) func([]byte, *flow.Flow) []byte {
		return func(dst []byte, f *flow.Flow) []byte { return append(appendMAC(dst, get(f)), ':') }
	}
	return []Column{
		plainColumn("src_mac", "link-layer source of the first packet", mac(srcMAC)),
		plainColumn("dst_mac", "link-layer destination of the first packet", mac(dstMAC)),
		termColumn("src_oui", ouiDoc+"src_mac", oui(func(f *flow.Flow) []byte { return srcMAC(f)[:3] })),
		termColumn("dst_oui", ouiDoc+"dst_mac", oui(func(f *flow.Flow) []byte { return dstMAC(f)[:3] })),
		intColumn("tunnel_id", u8, "innermost tunnel of the first packet: "+
			"0 none, 1 GTP, 2 CAPWAP, 3 TZSP, 4 L2TP, 5 VXLAN, 6 GRE, 7 Geneve, 8 IP in IP, "+
			"9 Teredo, 10 MPLS in UDP, 11 EtherIP, 12 AYIYA",
			func(f *flow.Flow) int64 { return int64(f.Tunnel()) }),
	}
}

// ouiDoc is of bytes with a colon behind each: 00:15:17 alone is a time of day to who guesses types, and 00-10-18 a date.
const ouiDoc = "organisation, the first three bytes, each with its colon, of "

// appendMAC appends bytes in colon-separated hex.
func appendMAC(dst, mac []byte) []byte {
	for i := range mac {
		if i > 0 {
			dst = append(dst, ':')
		}
		dst = hex.AppendEncode(dst, mac[i:i+1])
	}
	return dst
}

func spltColumns() []Column {
	direction := spltColumn("splt_direction", i8, "direction of each of the first packets, 0 from the source, 1 back, -1 padding",
		func(s *flow.Split) int64 { return int64(s.Direction) })
	size := spltColumn("splt_ps", i64, "size of each of the first packets in bytes, by AccountingMode",
		func(s *flow.Split) int64 { return int64(s.Size) })
	piat := Column{Name: "splt_piat_ms", Type: FloatList, Unit: unitMillis,
		Doc:    "time of each of the first packets since the one before, in ms",
		list:   spltList("-1"+point, func(dst []byte, s *flow.Split) []byte { return AppendMillis(dst, s.Piat) }),
		floats: spltValues(func(s *flow.Split) float64 { return float64(s.Piat) / 1e6 })}
	return []Column{direction, size, piat}
}

// spltColumn lists a number of each of the first packets, and -1 where there is none.
func spltColumn(name string, as Width, doc string, get func(*flow.Split) int64) Column {
	return Column{Name: name, Type: IntList, Integer: as, Doc: doc, Unit: unitOf(name),
		list: spltList("-1", func(dst []byte, s *flow.Split) []byte { return appendInt(dst, get(s)) }),
		ints: spltValues(get)}
}

// spltList makes the text of something of each of the first packets, with padding where there is none.
func spltList(padding string, elem func([]byte, *flow.Split) []byte) func([]byte, *flow.Flow) []byte {
	return func(dst []byte, f *flow.Flow) []byte {
		before := byte('[')
		splt := f.SPLT()
		for i := range splt {
			if dst = append(dst, before); splt[i].Set {
				dst = elem(dst, &splt[i])
			} else {
				dst = append(dst, padding...)
			}
			before = ','
		}
		if len(splt) == 0 {
			dst = append(dst, '[')
		}
		return append(dst, ']')
	}
}

// spltValues gets something of each of the first packets, and -1 where there is none.
func spltValues[T int64 | float64](get func(*flow.Split) T) func([]T, *flow.Flow) []T {
	return func(dst []T, f *flow.Flow) []T {
		splt := f.SPLT()
		for i := range splt {
			v := T(-1)
			if splt[i].Set {
				v = get(&splt[i])
			}
			dst = append(dst, v)
		}
		return dst
	}
}
