package risks

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/risk"
)

// withoutHTTPS goes by the ALPN (RFC 7301) of the client's hello. A client that offers no version from TLS 1.2 on is older
// than ALPN.
func withoutHTTPS(f *flow.Flow, r *Reporter) {
	m := metadata.Get[tls.Metadata](f.Metadata())
	if m == nil || m.JA3 == "" && m.JA4 == "" || m.ALPNOffered != "" {
		return
	}
	switch is := f.Label().Protocol; is {
	case categories.DTLS:
	case categories.TLS, categories.SMTPS, categories.POPS, categories.IMAPS, categories.FTPS:
		if len(m.JA4) > 2 && (m.JA4[1] == 's' || m.JA4[1] == '1' && m.JA4[2] < '2') {
			return
		}
	default:
		return // it is known what TLS carries
	}
	r.Add(risk.TLSWithoutHTTPS, "no ALPN")
}
