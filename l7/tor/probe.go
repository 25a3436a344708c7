package tor

import (
	"net/netip"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// ClassifyLabels identifies Tor by the names that its TLS makes up. It is a l7.LabelClassifier.
func ClassifyLabels(protocol categories.ID, m *metadata.Set) l7.Answer {
	if protocol == categories.TLS && (IsMadeUp(m.ServerName) || m.Certificate != nil && isRelay(m.Certificate)) {
		return l7.Answer{App: categories.Tor}
	}
	return l7.Answer{}
}

// EndpointClassifier returns a classifier that identifies Tor by the addresses and ports of the relays in a consensus.
// The consensus must not change afterwards.
func (c *Consensus) EndpointClassifier() l7.EndpointClassifier {
	return func(f *l7.Flow, k *flowkey.Key) l7.Answer {
		a, b := netip.AddrPortFrom(k.AddrA(), k.PortA), netip.AddrPortFrom(k.AddrB(), k.PortB)
		if f.Application == 0 && (c.Listener(a) != 0 || c.Listener(b) != 0) {
			return l7.Answer{App: categories.Tor}
		}
		return l7.Answer{}
	}
}

func isRelay(t *metadata.Certificate) bool {
	const name = "CN="
	issuer, issued := strings.CutPrefix(t.Issuer, name)
	subject, ok := strings.CutPrefix(t.Subject, name)
	if !issued || !ok {
		return false
	}
	c := Certificate{IssuerCN: issuer, SubjectCN: subject, NotBefore: t.NotBefore, NotAfter: t.NotAfter}
	if t.Names != "" {
		c.AlternativeNames = 1
	}
	return c.IsRelay()
}
