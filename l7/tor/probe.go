package tor

import (
	"net/netip"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Refine tells Tor by the names that its TLS makes up. It is a l7.Refiner.
func Refine(protocol categories.ID, l *l7.Labels) categories.ID {
	if protocol == categories.TLS && l.TLS != nil && (IsMadeUp(l.ServerName) || isRelay(l.TLS)) {
		return categories.Tor
	}
	return 0
}

// Locator tells Tor by the relays of a consensus, at the address and port where each listens. The consensus must not
// change afterwards.
func (c *Consensus) Locator() l7.Locator {
	return func(_ categories.ID, a, b netip.AddrPort) categories.ID {
		if c.Listener(a) != 0 || c.Listener(b) != 0 {
			return categories.Tor
		}
		return 0
	}
}

func isRelay(t *l7.TLSLabels) bool {
	const name = "CN="
	issuer, issued := strings.CutPrefix(t.Issuer, name)
	subject, ok := strings.CutPrefix(t.Subject, name)
	if !issued || !ok {
		return false
	}
	c := Certificate{IssuerCN: issuer, SubjectCN: subject}
	if t.ServerNames != "" {
		c.AlternativeNames = 1
	}
	c.NotBefore, _ = time.Parse(time.DateTime, t.NotBefore)
	c.NotAfter, _ = time.Parse(time.DateTime, t.NotAfter)
	return c.IsRelay()
}
