package risks

import (
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/risk"
)

// shortLives is when authorities were to stop issuing certificates for more than 398 days.
var shortLives = time.Date(2020, 9, 1, 0, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// certificate judges the certificate of the server, at the time of the flow's first packet.
func certificate(f *flow.Flow, r *Reporter) {
	s := f.Metadata()
	c := s.Certificate
	if c == nil {
		return
	}
	if c.SelfIssued && signsForOthers(f) {
		r.Add(risk.SelfSigned, c.Issuer)
	}
	if c.Named && s.ServerName != "" && !names(c.Names, s.ServerName) {
		r.Add(risk.CertificateMismatch, s.ServerName+" is none of "+c.Names)
	}
	if days := int64(c.NotAfter.Sub(c.NotBefore) / day); days > r.Threshold(risk.ValidityDays) && !c.NotBefore.Before(shortLives) {
		r.Add(risk.LongValidity, decimal(days)+" days")
	}
	validity(c, time.Unix(0, f.Bidirectional().First), r)
}

func validity(c *metadata.Certificate, now time.Time, r *Reporter) {
	left := c.NotAfter.Sub(now)
	switch {
	case c.NotAfter.IsZero():
	case left < 0:
		r.Add(risk.CertificateExpired, "expired "+c.NotAfter.Format(time.DateOnly))
	case now.Before(c.NotBefore):
		r.Add(risk.CertificateExpired, "valid from "+c.NotBefore.Format(time.DateOnly))
	case left < time.Duration(r.Threshold(risk.ExpiryDays))*day:
		r.Add(risk.ExpiresSoon, "expires "+c.NotAfter.Format(time.DateOnly))
	}
}

// signsForOthers reports whether the clients of a flow need an authority's word for the certificate. Those of AnyDesk know
// the key of their peer, as those of WebRTC do; remote desktops have certificates of their own by default.
func signsForOthers(f *flow.Flow) bool {
	m := metadata.Get[tls.Metadata](f.Metadata())
	return carriesTLS(f) && f.Label().Application != categories.AnyDesk && (m == nil || m.Marks&tls.OffersSRTP == 0)
}

// names reports whether one of a certificate's names is the server's (RFC 9525, section 6.3). An asterisk stands for the
// first label.
func names(all, server string) bool {
	_, domain, _ := strings.Cut(server, ".")
	for name := range strings.SplitSeq(all, ",") {
		suffix, wild := strings.CutPrefix(name, "*.")
		if name == server || wild && suffix == domain {
			return true
		}
	}
	return false
}
