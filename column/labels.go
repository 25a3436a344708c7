package column

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7"
)

func labelColumns() []Column {
	return []Column{
		guessedColumn(), confidenceColumn(),
		plainColumn("application_breed", "how much the application is to be trusted",
			func(dst []byte, f *flow.Flow) []byte { return append(dst, f.App.App().Breed().Name()...) }),
	}
}

func guessedColumn() Column {
	return intColumn("application_is_guessed", "1 where the application is not known from the payload",
		func(f *flow.Flow) int64 {
			if f.App.Guessed() {
				return 1
			}
			return 0
		})
}

const confidenceDoc = "0 unknown, 1 by port, 3 by partial inspection, 4 by that and a cache, " +
	"5 by a cache across flows, 6 by inspection, 7 by address, 8 by the shape of the payload, 9 by a rule of the user"

func confidenceColumn() Column {
	return intColumn("application_confidence", confidenceDoc, func(f *flow.Flow) int64 { return int64(f.App.Confidence) })
}

// The parts of the labels.
func httpPart(l *l7.Labels) *l7.HTTPLabels { return l.HTTP }
func tlsPart(l *l7.Labels) *l7.TLSLabels   { return l.TLS }
func quicPart(l *l7.Labels) *l7.QUICLabels { return l.QUIC }
func dnsPart(l *l7.Labels) *l7.DNSLabels   { return l.DNS }
func sshPart(l *l7.Labels) *l7.SSHLabels   { return l.SSH }

func namesColumns() []Column {
	return []Column{
		labelColumn("requested_server_name", "SNI, HTTP host, DNS name: whatever names the server",
			func(l *l7.Labels) string { return l.ServerName }),
		labelColumn("user_agent", "of HTTP and QUIC", userAgent),
		partColumn("content_type", "of the HTTP response", httpPart, func(l *l7.HTTPLabels) string { return l.ContentType }),
	}
}

func userAgent(l *l7.Labels) string {
	switch {
	case l.HTTP != nil:
		return l.HTTP.UserAgent
	case l.QUIC != nil:
		return l.QUIC.UserAgent
	}
	return ""
}

func httpColumns() []Column {
	text := func(name, doc string, get func(*l7.HTTPLabels) string) Column {
		return partColumn(name, doc, httpPart, get)
	}
	return []Column{
		text("http_method", "of the first request", func(l *l7.HTTPLabels) string { return l.Method }),
		text("http_url", "of the first request, with its host", func(l *l7.HTTPLabels) string { return l.URL }),
		orNone(partNumber("http_status", "of the first final response, 0 without one", httpPart,
			func(l *l7.HTTPLabels) uint16 { return l.Status })),
		text("http_request_content_type", "of the first request",
			func(l *l7.HTTPLabels) string { return l.RequestContentType }),
	}
}

func tlsColumns() []Column {
	text := func(name, doc string, get func(*l7.TLSLabels) string) Column {
		return partColumn(name, doc, tlsPart, get)
	}
	return []Column{
		text("tls_version", "negotiated version, such as TLSv1.2", func(l *l7.TLSLabels) string { return l.Version }),
		text("tls_cipher", "negotiated cipher suite, by its IANA name", func(l *l7.TLSLabels) string { return l.Cipher }),
		text("tls_alpn_offered", "application protocols offered, comma separated",
			func(l *l7.TLSLabels) string { return l.ALPNOffered }),
		text("tls_alpn", "application protocol chosen", func(l *l7.TLSLabels) string { return l.ALPN }),
		text("tls_supported_versions", "versions offered, comma separated",
			func(l *l7.TLSLabels) string { return l.SupportedVersions }),
		text("tls_server_names", "names and IP addresses in the certificate, comma separated",
			func(l *l7.TLSLabels) string { return l.ServerNames }),
		text("tls_subject", "subject of the certificate", func(l *l7.TLSLabels) string { return l.Subject }),
		text("tls_issuer", "issuer of the certificate", func(l *l7.TLSLabels) string { return l.Issuer }),
		text("tls_cert_sha1", "SHA-1 of the certificate in hex", func(l *l7.TLSLabels) string { return l.CertSHA1 }),
		validityColumn("tls_not_before", "begin of the certificate's validity", func(l *l7.TLSLabels) string { return l.NotBefore }),
		validityColumn("tls_not_after", "end of the certificate's validity", func(l *l7.TLSLabels) string { return l.NotAfter }),
		text("ja4_client", "JA4 fingerprint of the client", func(l *l7.TLSLabels) string { return l.JA4 }),
	}
}

// validityColumn is a time of a certificate, which need not be one that has nanoseconds since 1970 in 64 bits: 9999 is
// common. Readers that look for times take its text for one.
func validityColumn(name, doc string, get func(*l7.TLSLabels) string) Column {
	c := partColumn(name, doc+", such as 2006-01-02 15:04:05 in UTC", tlsPart, get)
	c.Type = Time
	return c
}

func quicColumns() []Column {
	return []Column{
		partColumn("quic_version", "version of QUIC, such as V-1, Draft-29 or Q046", quicPart,
			func(l *l7.QUICLabels) string { return l.Version }),
	}
}

func dnsColumns() []Column {
	number := func(name, doc string, get func(*l7.DNSLabels) uint16) Column {
		return partNumber(name, doc, dnsPart, get)
	}
	return []Column{
		orNone(number("dns_query_type", "type of the first question, 0 without one",
			func(l *l7.DNSLabels) uint16 { return l.QueryType })),
		number("dns_reply_code", "response code, with the bits that EDNS has", func(l *l7.DNSLabels) uint16 { return l.ReplyCode }),
		number("dns_queries", "questions", func(l *l7.DNSLabels) uint16 { return l.Queries }),
		number("dns_answers", "answers", func(l *l7.DNSLabels) uint16 { return l.Answers }),
		orNone(number("dns_response_type", "type of the first answer, 0 without one",
			func(l *l7.DNSLabels) uint16 { return l.ResponseType })),
		partColumn("dns_response_address", "first address in the answer", dnsPart,
			func(l *l7.DNSLabels) string { return l.ResponseAddress }),
	}
}

func sshColumns() []Column {
	text := func(name, doc string, get func(*l7.SSHLabels) string) Column {
		return partColumn(name, doc, sshPart, get)
	}
	return []Column{
		text("ssh_client", "banner of the client", func(l *l7.SSHLabels) string { return l.Client }),
		text("ssh_server", "banner of the server", func(l *l7.SSHLabels) string { return l.Server }),
		text("hassh_client", "HASSH fingerprint of the client", func(l *l7.SSHLabels) string { return l.HASSHClient }),
		text("hassh_server", "HASSH fingerprint of the server", func(l *l7.SSHLabels) string { return l.HASSHServer }),
	}
}

func fingerprintColumns() []Column {
	return []Column{
		plainColumn(columnTCPFingerprint, "flags, initial time to live, window and a hash of the options of the client's SYN",
			appendTCPFingerprint),
		plainColumn("community_id", "Community ID, version 1, seed 0; of ICMP that of the first message", appendCommunityID),
	}
}

const columnTCPFingerprint = "tcp_fingerprint"

func appendTCPFingerprint(dst []byte, f *flow.Flow) []byte {
	if f.SYN == nil {
		return dst
	}
	return f.SYN.AppendFingerprint(dst)
}

func endColumns() []Column {
	return []Column{
		plainColumn("end_reason", "idle, active, end_of_capture, plugin, evicted or limit",
			func(dst []byte, f *flow.Flow) []byte { return append(dst, f.Reason.String()...) }),
		gapsColumn(columnMissed, "gaps in the TCP sequence numbers of a direction that no later packet filled", (*flow.Gaps).Missed),
		gapsColumn(columnOutOfOrder, "TCP packets that came late and filled a gap", (*flow.Gaps).OutOfOrder),
		intColumn("partial_packets", "packets in tunnels that were seen only as far as a fragment of the packet around them goes",
			func(f *flow.Flow) int64 { return int64(f.Partial) }),
	}
}

// The columns for which the gaps in streams are kept.
const (
	columnMissed     = "missed_packets"
	columnOutOfOrder = "out_of_order_packets"
)

func gapsColumn(name, doc string, get func(*flow.Gaps) uint64) Column {
	return intColumn(name, doc, func(f *flow.Flow) int64 {
		if f.Gaps == nil {
			return 0
		}
		return int64(get(f.Gaps))
	})
}
