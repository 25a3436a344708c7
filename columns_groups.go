package nfstream

import (
	"encoding/hex"

	"github.com/nfstream/nfstream-go/flow"
)

// The groups of columns that Config.Fields may name, beside "all".
const (
	groupDefault = "default"
	groupPlugin  = "plugins"
	groupAll     = "all"
	groupNF6     = "nfstream6"
)

type group struct {
	name string
	cols []Column
}

// groups returns every group of built-in columns but nfstream6, in the order of "all".
func groups(c Config) []group {
	return []group{
		{groupDefault, defaultColumns(c.Statistics)},
		{"link", linkColumns()},
		{"splt", spltColumns()},
		{"label", labelColumns()},
		{"names", namesColumns()},
		{"http", httpColumns()},
		{"tls", tlsColumns()},
		{"quic", quicColumns()},
		{"dns", dnsColumns()},
		{"ssh", sshColumns()},
		{"fingerprint", fingerprintColumns()},
		{"as", asColumns()},
		{"end", endColumns()},
	}
}

func linkColumns() []Column {
	mac := func(get func(*Flow) []byte) func([]byte, *Flow) []byte {
		return func(dst []byte, f *Flow) []byte { return appendMAC(dst, get(f)) }
	}
	return []Column{
		textColumn("src_mac", "link-layer source of the first packet", mac(func(f *Flow) []byte { return f.SrcMAC[:] })),
		textColumn("dst_mac", "link-layer destination of the first packet", mac(func(f *Flow) []byte { return f.DstMAC[:] })),
		textColumn("src_oui", "first three bytes of src_mac", mac(func(f *Flow) []byte { return f.SrcMAC[:3] })),
		textColumn("dst_oui", "first three bytes of dst_mac", mac(func(f *Flow) []byte { return f.DstMAC[:3] })),
		intColumn("tunnel_id", "innermost tunnel: 0 none, 1 GTP, 2 CAPWAP, 3 TZSP, 4 L2TP, 5 VXLAN, 6 GRE, 7 Geneve, 8 IP in IP, "+
			"9 Teredo, 10 MPLS in UDP, 11 EtherIP, 12 AYIYA",
			func(f *Flow) int64 { return int64(f.Key.Tunnel) }),
	}
}

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
	return []Column{
		spltColumn("splt_direction", IntList,
			"direction of each of the first packets, 0 from the source, 1 back, -1 padding",
			func(dst []byte, s *flow.Split) []byte { return appendInt(dst, int64(s.Direction)) }),
		spltColumn("splt_ps", IntList, "size of each of the first packets in bytes, by AccountingMode",
			func(dst []byte, s *flow.Split) []byte { return appendInt(dst, int64(s.Size)) }),
		spltColumn("splt_piat_ms", FloatList, "time of each of the first packets since the one before, in ms",
			func(dst []byte, s *flow.Split) []byte { return AppendMillis(dst, s.Piat) }),
	}
}

// spltColumn lists something of each of the first packets, and -1 where there is none.
func spltColumn(name string, t Type, doc string, elem func([]byte, *flow.Split) []byte) Column {
	splits := func(f *Flow) []flow.Split { return f.SPLT }
	return Column{Name: name, Type: t, Doc: doc, list: listOf(splits, func(dst []byte, s flow.Split) []byte {
		if !s.Set {
			return append(dst, "-1"...)
		}
		return elem(dst, &s)
	})}
}
