package risks

import (
	"net/netip"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/dga"
	"github.com/nfstream/nfstream-go/risk"
)

func nameEvaluators() []evaluator {
	return []evaluator{
		{risk.Of(risk.NumericHost), numericName},
		{risk.Of(risk.DGA), dgaName},
		{risk.Of(risk.InvalidCharacters), invalidName},
		{risk.Of(risk.IDN), encodedName},
		{risk.Of(risk.MalwareHost), malwareHost},
		{risk.Of(risk.UnresolvedHost), unresolvedHost},
	}
}

func nameDocs() []Doc {
	return []Doc{
		{risk.NumericHost, "The host that HTTP asks for is an IP address, or the server name of TLS or QUIC where the application " +
			"is not known otherwise.",
			"RFC 6066, section 3"},
		{risk.DGA, "The domain in the name of the server, or in a question of DNS, is by dga_bits more probable as random " +
			"characters than as a name, by a table of three characters in a row. Or a label is more than 40 hex digits. Domains of " +
			"7 characters and more are judged, if the catalogue has no application for them or it is Tor.",
			"MITRE ATT&CK, T1568.002; the table is made of the host names in categories/catalogue"},
		{risk.InvalidCharacters, "A name in DNS, LLMNR, TLS or QUIC, or the host that HTTP asks for, has characters beside letters, " +
			"digits, hyphens, underscores and dots. Names of mDNS are text.", "RFC 1123, section 2.1; RFC 2782"},
		{risk.IDN, "A label of the server's name, or of one that DNS is asked for, is encoded in Punycode. It can look like another name.",
			"RFC 5890, section 2.3.2.1"},
		{risk.UnresolvedHost, "The server of TLS, QUIC or HTTP has a name, and no DNS answer that was captured within the hour before " +
			"had given its address. Clients with a resolver of their own, such as DNS over HTTPS, have it too. It is " +
			"looked for only if it is named.",
			"none; answers of DNS"},
		{risk.MalwareHost, "The category of the flow is Malware, as a rule of the user says of a host, an address or a fingerprint.",
			"the rules of the user"},
	}
}

// secured reports whether the name of the server is that of TLS, DTLS or QUIC.
func secured(id categories.ID) bool {
	switch id {
	case categories.TLS, categories.DTLS, categories.QUIC:
		return true
	}
	return false
}

func numericName(f *flow.Flow, r *Reporter) {
	name, is := f.ServerName(), f.Label()
	if !secured(is.Protocol) || is.Application != 0 && is.Application != categories.RDP || name == "" || name[len(name)-1] > 'f' {
		return
	}
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		r.Add(risk.NumericHost, name)
	}
}

// maxHex is how many hex digits a label may have: those of a SHA-1.
const maxHex = 40

// madeUp returns the part of the server's name that seems to be made by an algorithm, empty if there is none.
func madeUp(f *flow.Flow, r *Reporter) string {
	is, name := f.Label(), f.ServerName()
	switch is.Protocol {
	case categories.DNS, categories.TLS, categories.QUIC, categories.HTTP, categories.HTTPConnect, categories.HTTPProxy,
		categories.DTLS:
	default:
		return ""
	}
	if is.Application != 0 && is.Application != categories.Tor {
		return ""
	}
	label := dga.Registered(name)
	if int64(dga.Score(label)) >= r.Threshold(risk.DGABits) {
		return label
	}
	if is.Protocol == categories.DNS {
		for label := range strings.SplitSeq(name, ".") {
			if len(label) > maxHex && strings.Trim(label, "0123456789abcdef") == "" {
				return label
			}
		}
	}
	return ""
}

func dgaName(f *flow.Flow, r *Reporter) {
	if made := madeUp(f, r); made != "" {
		r.Add(risk.DGA, made)
	}
}

// invalidName looks at the names in TLS and QUIC. Sessions look at those in DNS.
func invalidName(f *flow.Flow, r *Reporter) {
	if name := f.ServerName(); secured(f.Label().Protocol) && strings.ContainsFunc(name, isInvalid) {
		if _, err := netip.ParseAddr(name); err != nil {
			r.Add(risk.InvalidCharacters, name)
		}
	}
}

func isInvalid(c rune) bool {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9', 'A' <= c && c <= 'Z', c == '-', c == '_', c == '.':
		return false
	}
	return true
}

func encodedName(f *flow.Flow, r *Reporter) {
	if name := f.ServerName(); strings.HasPrefix(name, "xn--") || strings.Contains(name, ".xn--") {
		r.Add(risk.IDN, name)
	}
}

func malwareHost(f *flow.Flow, r *Reporter) {
	if f.Label().Category() != categories.CategoryMalware {
		return
	}
	where := f.ServerName()
	if where == "" {
		where = f.Dst().Addr().String()
	}
	r.Add(risk.MalwareHost, where)
}

func unresolvedHost(f *flow.Flow, r *Reporter) {
	name, is := f.ServerName(), f.Label()
	if s, ok := f.Signs(); !ok || s.Resolved || !strings.Contains(name, ".") || is.Protocol != categories.HTTP && !secured(is.Protocol) {
		return
	}
	if _, err := netip.ParseAddr(name); err != nil {
		r.Add(risk.UnresolvedHost, name)
	}
}
