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
		{"quic", []Column{
			labelColumn("quic_version", "version of QUIC", "", func(l *flow.Labels) string { return l.QUIC.Version }),
		}},
		{"dns", dnsColumns()},
		{"ssh", sshColumns()},
		{"fingerprint", fingerprintColumns()},
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
		intColumn("tunnel_id", "innermost tunnel: 0 none, 1 GTP, 2 CAPWAP, 3 TZSP, 4 L2TP, 5 VXLAN, 6 GRE, 7 Geneve, 8 IP in IP",
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

func labelColumns() []Column {
	return []Column{
		guessedColumn(), confidenceColumn(),
		labelColumn("application_breed", "how much the application is to be trusted", "Unrated",
			func(l *flow.Labels) string { return l.Breed }),
	}
}

func guessedColumn() Column {
	return labelNumber("application_is_guessed", "1 where the application is not known from the payload",
		func(l *flow.Labels) int64 {
			if l.Guessed {
				return 1
			}
			return 0
		})
}

const confidenceDoc = "0 unknown, 1 by port, 3 by partial inspection, 4 by that and a cache, " +
	"5 by a cache across flows, 6 by inspection, 7 by address, 8 by the shape of the payload, 9 by a rule of the user"

func confidenceColumn() Column {
	return labelNumber("application_confidence", confidenceDoc,
		func(l *flow.Labels) int64 { return int64(l.Confidence) })
}

func namesColumns() []Column {
	return []Column{
		labelColumn("requested_server_name", "SNI, HTTP host, DNS name: whatever names the server", "",
			func(l *flow.Labels) string { return l.ServerName }),
		labelColumn("user_agent", "of HTTP and QUIC", "", func(l *flow.Labels) string { return l.UserAgent }),
		labelColumn("content_type", "of the HTTP response", "", func(l *flow.Labels) string { return l.ContentType }),
	}
}

func httpColumns() []Column {
	return []Column{
		labelColumn("http_method", "of the first request", "", func(l *flow.Labels) string { return l.HTTP.Method }),
		labelColumn("http_url", "of the first request, with its host", "",
			func(l *flow.Labels) string { return l.HTTP.URL }),
		labelNumber("http_status", "of the first response, 0 without one",
			func(l *flow.Labels) int64 { return int64(l.HTTP.Status) }),
		labelColumn("http_request_content_type", "of the first request", "",
			func(l *flow.Labels) string { return l.HTTP.RequestContentType }),
	}
}

func tlsColumns() []Column {
	text := func(name, doc string, get func(*flow.TLSLabels) string) Column {
		return labelColumn(name, doc, "", func(l *flow.Labels) string { return get(&l.TLS) })
	}
	return []Column{
		text("tls_version", "negotiated version, such as TLSv1.2", func(l *flow.TLSLabels) string { return l.Version }),
		text("tls_cipher", "negotiated cipher suite, by its IANA name",
			func(l *flow.TLSLabels) string { return l.Cipher }),
		text("tls_alpn_offered", "application protocols offered, comma separated",
			func(l *flow.TLSLabels) string { return l.ALPNOffered }),
		text("tls_alpn", "application protocol chosen", func(l *flow.TLSLabels) string { return l.ALPN }),
		text("tls_supported_versions", "versions offered, comma separated",
			func(l *flow.TLSLabels) string { return l.SupportedVersions }),
		text("tls_server_names", "names in the certificate, comma separated",
			func(l *flow.TLSLabels) string { return l.ServerNames }),
		text("tls_subject", "subject of the certificate", func(l *flow.TLSLabels) string { return l.Subject }),
		text("tls_issuer", "issuer of the certificate", func(l *flow.TLSLabels) string { return l.Issuer }),
		text("tls_cert_sha1", "SHA-1 of the certificate in hex", func(l *flow.TLSLabels) string { return l.CertSHA1 }),
		text("tls_not_before", "begin of the certificate's validity",
			func(l *flow.TLSLabels) string { return l.NotBefore }),
		text("tls_not_after", "end of the certificate's validity", func(l *flow.TLSLabels) string { return l.NotAfter }),
		text("ja4_client", "JA4 fingerprint of the client", func(l *flow.TLSLabels) string { return l.JA4 }),
	}
}

func dnsColumns() []Column {
	number := func(name, doc string, get func(*flow.DNSLabels) uint16) Column {
		return labelNumber(name, doc, func(l *flow.Labels) int64 { return int64(get(&l.DNS)) })
	}
	return []Column{
		number("dns_query_type", "type of the first question", func(l *flow.DNSLabels) uint16 { return l.QueryType }),
		number("dns_reply_code", "response code", func(l *flow.DNSLabels) uint16 { return l.ReplyCode }),
		number("dns_queries", "questions", func(l *flow.DNSLabels) uint16 { return l.Queries }),
		number("dns_answers", "answers", func(l *flow.DNSLabels) uint16 { return l.Answers }),
		number("dns_response_type", "type of the first answer", func(l *flow.DNSLabels) uint16 { return l.ResponseType }),
		labelColumn("dns_response_address", "first address in the answer", "",
			func(l *flow.Labels) string { return l.DNS.ResponseAddress }),
	}
}

func sshColumns() []Column {
	text := func(name, doc string, get func(*flow.SSHLabels) string) Column {
		return labelColumn(name, doc, "", func(l *flow.Labels) string { return get(&l.SSH) })
	}
	return []Column{
		text("ssh_client", "banner of the client", func(l *flow.SSHLabels) string { return l.Client }),
		text("ssh_server", "banner of the server", func(l *flow.SSHLabels) string { return l.Server }),
		text("hassh_client", "HASSH fingerprint of the client", func(l *flow.SSHLabels) string { return l.HASSHClient }),
		text("hassh_server", "HASSH fingerprint of the server", func(l *flow.SSHLabels) string { return l.HASSHServer }),
	}
}

func fingerprintColumns() []Column {
	return []Column{
		labelColumn("tcp_fingerprint", "fingerprint of the client's SYN", "",
			func(l *flow.Labels) string { return l.TCPFingerprint }),
		textColumn("community_id", "Community ID, version 1, seed 0", appendCommunityID),
	}
}

func endColumns() []Column {
	return []Column{
		textColumn("end_reason", "idle, active, end_of_capture, plugin, evicted or limit",
			func(dst []byte, f *Flow) []byte { return append(dst, f.Reason.String()...) }),
		intColumn("missed_packets", "gaps in the TCP sequence numbers that no later packet filled",
			func(f *Flow) int64 { return int64(f.Missed) }),
		intColumn("out_of_order_packets", "TCP packets that came late and filled a gap",
			func(f *Flow) int64 { return int64(f.OutOfOrder) }),
	}
}
