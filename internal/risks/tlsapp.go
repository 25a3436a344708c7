package risks

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/risk"
)

// withoutHTTPS goes by the ALPN (RFC 7301) of the client's hello. Versions before TLS 1.2 are ObsoleteTLS, and older than
// ALPN.
func withoutHTTPS(f *flow.Flow, r *Reporter) {
	m := metadata.Get[tls.Metadata](f.Metadata())
	if m == nil || m.JA3+m.JA4 == "" || m.ALPNOffered != "" {
		return
	}
	switch f.Label().Protocol {
	case categories.TLS, categories.DTLS, categories.SMTPS, categories.POPS, categories.IMAPS, categories.FTPS:
	default:
		return // it is known what TLS carries
	}
	switch m.Version {
	case "SSLv2", "SSLv3", "TLSv1", "TLSv1.1":
		return
	}
	r.Add(risk.TLSWithoutHTTPS, "no ALPN")
}
