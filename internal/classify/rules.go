package classify

import (
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
)

// ruled joins what several rules say of a flow: the first application, and the first category up to that rule.
type ruled struct{ l7.Answer }

func (r *ruled) add(m rules.Match) {
	if r.App != 0 {
		return
	}
	if r.Category == 0 {
		r.Category, r.CategoryRule = m.Category, m.Category != 0
	}
	r.App, r.Rule = m.App, m.App != 0
}

// byRules classifies by the rules in force.
type byRules func() *rules.Set

// labels goes by the certificate, the fingerprints and the names. It is an l7.LabelClassifier.
func (r byRules) labels(_ categories.ID, m *metadata.Set) l7.Answer {
	var found ruled
	set := r()
	if m.Certificate != nil {
		found.add(set.Certificate(m.Certificate.SHA1))
	}
	if t := metadata.Get[tls.Metadata](m); t != nil {
		found.add(set.JA3(t.JA3))
		found.add(set.JA4(t.JA4))
	}
	found.add(set.Host(m.ServerName))
	if found.App != 0 || m.Certificate == nil || m.Certificate.Names == "" {
		return found.Answer
	}
	for name := range strings.SplitSeq(m.Certificate.Names, ",") {
		found.add(set.Host(strings.TrimPrefix(name, "*.")))
	}
	return found.Answer
}

// endpoints goes by the addresses, then the ports, then the protocol. It is an l7.EndpointClassifier.
func (r byRules) endpoints(f *l7.Flow, k *flowkey.Key) l7.Answer {
	set := r()
	on := transportOf(k.Proto)
	found := ruled{l7.Answer{Alone: true}}
	a, b := set.Network(k.AddrA(), on, k.PortA), set.Network(k.AddrB(), on, k.PortB)
	if b.Bits > a.Bits || b.Bits == a.Bits && k.PortB < k.PortA {
		a, b = b, a // the longer prefix, or the smaller port, which is mostly that of the service
	}
	for _, m := range [4]rules.Match{a, b, set.Port(on, min(k.PortA, k.PortB)), set.Port(on, max(k.PortA, k.PortB))} {
		if m.App.IsNetwork() && f.Recognised() {
			m.App = 0 // only an application may rename a recognised flow
		}
		found.add(m)
	}
	if found.App == 0 {
		found.Alone = false
		found.add(set.Protocol(f.Protocol))
	}
	return found.Answer
}

// transportOf returns the transport of an IP protocol with ports.
func transportOf(protocol uint8) categories.Transport {
	switch protocol {
	case 6:
		return categories.TransportTCP
	case 17, 136: // UDP-Lite
		return categories.TransportUDP
	}
	return 0
}
