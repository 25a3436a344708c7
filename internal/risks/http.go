package risks

import (
	"net/netip"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/injection"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/risk"
)

func httpEvaluators() []evaluator {
	return []evaluator{
		{risk.Of(risk.XSS, risk.SQLInjection, risk.RCEInjection), ofRequest(injections)},
		{risk.Of(risk.SuspiciousURL, risk.PossibleExploit), ofRequest(suspiciousURL)},
		{risk.Of(risk.NumericHost, risk.InvalidCharacters, risk.PossibleExploit, risk.SuspiciousHeader), ofRequest(httpHost)},
		{risk.Of(risk.SuspiciousUserAgent, risk.Crawler, risk.PossibleExploit), ofRequest(userAgent)},
		{risk.Of(risk.ObsoleteServer, risk.SuspiciousHeader), httpServer},
		{risk.Of(risk.BinaryApplication, risk.BinaryTransfer, risk.PossibleExploit), transferred},
		{risk.Of(risk.BinaryApplication, risk.PossibleExploit), firstPayload},
		{risk.Of(risk.SuspiciousEntropy), suspiciousEntropy},
	}
}

// ofRequest is an evaluator of flows of HTTP with a request.
func ofRequest(find func(f *flow.Flow, h *http.Metadata, r *Reporter)) func(*flow.Flow, *Reporter) {
	return func(f *flow.Flow, r *Reporter) {
		if h := metadata.Get[http.Metadata](f.Metadata()); h != nil && h.Method != "" {
			find(f, h, r)
		}
	}
}

// injections looks for code in the values of a URL.
func injections(_ *flow.Flow, h *http.Metadata, r *Reporter) {
	injection.Values(h.URL, func(value string) bool {
		if injection.XSS(value) {
			r.Add(risk.XSS, "XSS: "+value)
		}
		if injection.SQL(value) {
			r.Add(risk.SQLInjection, "SQL injection: "+value)
		}
		if injection.Command(value) {
			r.Add(risk.RCEInjection, "command: "+value)
		}
		return false
	})
	if path := pathOf(h.URL); strings.HasPrefix(path, "/shell?") {
		r.Add(risk.RCEInjection, "web shell: "+injection.Decode(path, true))
	}
}

// pathOf returns the path and the query of a URL, with its host or without.
func pathOf(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	if at := strings.IndexAny(url, "/?"); at >= 0 {
		return url[at:]
	}
	return ""
}

// suspiciousURL looks for a path that leaves the folder of the server, or that is encoded to hide it.
func suspiciousURL(_ *flow.Flow, h *http.Metadata, r *Reporter) {
	path := pathOf(h.URL)
	file, _, _ := strings.Cut(path, "?")
	lower := strings.ToLower(file)
	for hidden := range strings.FieldsSeq(hiddenMarks) {
		if strings.Contains(lower, hidden) {
			r.Add(risk.SuspiciousURL, "encoded to hide: "+path)
			break
		}
	}
	if strings.HasPrefix(file, "/.") && !strings.HasPrefix(file, wellKnown) {
		r.Add(risk.PossibleExploit, "path with a dot: "+path)
	}
	if h.Status >= 400 && (h.Method == "POST" && strings.HasPrefix(file, "/wp-admin/") ||
		h.Method == "GET" && strings.HasPrefix(file, "/wp-content/uploads/")) {
		r.Add(risk.PossibleExploit, "WordPress: "+path)
	}
}

const (
	// hiddenMarks are dots and slashes that are encoded twice, or in UTF-8 of more bytes than needed (RFC 3629, section 3).
	hiddenMarks = "%252e %252f %255c %c0%af %c0%ae %c1%9c %e0%80%af %u002f %u2215 %u2216 %00"
	wellKnown   = "/.well-known/" // RFC 8615
)

// httpHost judges whom a request is for.
func httpHost(f *flow.Flow, h *http.Metadata, r *Reporter) {
	host := f.ServerName()
	if host == "" {
		return
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		if bad := invalidIn(host); bad {
			r.Add(risk.InvalidCharacters, "host "+host)
			r.Add(risk.PossibleExploit, "host "+host)
		}
		return
	}
	r.Add(risk.NumericHost, host)
	if is := f.Label().Protocol; is == categories.HTTPProxy || is == categories.HTTPConnect || strings.Contains(h.URL, "://") {
		return // it is for another one
	}
	if src, dst := f.Src().Addr(), f.Dst().Addr(); address != src && address != dst && address.Is4() == dst.Is4() {
		r.Add(risk.SuspiciousHeader, "host "+host+" at "+dst.String())
	}
}

// invalidIn reports whether a host name has characters beside letters, digits, hyphens, underscores and dots, or a label of more
// than 63 bytes (RFC 1034, section 3.1).
func invalidIn(host string) bool {
	label := 0
	for i := range len(host) {
		c := host[i]
		switch {
		case c == '.':
			label = 0
			continue
		case 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9', c == '-', c == '_', c >= 0x80:
		default:
			return true
		}
		if label++; label > 63 {
			return true
		}
	}
	return false
}

// httpServer judges what a response says of its sender.
func httpServer(f *flow.Flow, r *Reporter) {
	h := metadata.Get[http.Metadata](f.Metadata())
	if h == nil || h.Server == "" {
		return
	}
	for _, of := range [...]struct {
		product string
		least   risk.Threshold
	}{{"Apache/", risk.ApacheVersion}, {"nginx/", risk.NginxVersion}} {
		version, ok := versionOf(h.Server, of.product)
		if ok && version < r.Threshold(of.least) {
			first, _, _ := strings.Cut(h.Server, " ")
			r.Add(risk.ObsoleteServer, first)
		}
	}
	for i := range len(h.Server) {
		if c := h.Server[i]; c < ' ' || c > '~' {
			r.Add(risk.SuspiciousHeader, "Server: "+h.Server)
			break
		}
	}
}

// versionOf returns the version of a product that comes first: 1000 times the major one and the minor one.
func versionOf(server, product string) (version int64, ok bool) {
	if len(server) <= len(product) || !strings.EqualFold(server[:len(product)], product) {
		return 0, false
	}
	major, rest, ok := strings.Cut(server[len(product):], ".")
	if end := strings.IndexFunc(rest, func(c rune) bool { return c < '0' || c > '9' }); end >= 0 {
		rest = rest[:end]
	}
	a, b := number(major), number(rest)
	return 1000*a + b, ok && a >= 0 && b >= 0
}

// number returns the value of up to three digits, -1 for another text.
func number(text string) (n int64) {
	if text == "" || len(text) > 3 {
		return -1
	}
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return -1
		}
		n = 10*n + int64(text[i]-'0')
	}
	return n
}
