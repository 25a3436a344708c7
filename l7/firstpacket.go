package l7

import (
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7/label"
)

// WithoutPayload returns what is known of a flow when it begins, before any payload is seen: the protocol by its IP protocol
// number, else what the flow was expected to be, such as the application of a name that a DNS answer resolved to an address,
// else what the end points say by rules of the user, relays of Tor and networks, else the protocol of a port. An application
// stands alone, as the protocol that carries it is not known.
func (e *Engine) WithoutPayload(f *Flow, k *flowkey.Key) label.Label {
	begun := Flow{expected: f.expected}
	if number := e.tables.ip[k.Proto].named; number != 0 {
		return label.Label{Protocol: number, Confidence: ByInspection}
	}
	if x := f.expected; x.Application != 0 || x.Protocol != 0 {
		return label.Label{Protocol: x.Protocol, Application: x.Application, Confidence: ByCache, Own: x.Category}
	}
	switch a := e.askEndpoints(&begun, k); {
	case a.App != 0 && a.Rule:
		return label.Label{Application: a.App, Confidence: ByRule, Own: a.Category}
	case a.App != 0:
		return label.Label{Application: a.App, Confidence: ByAddress, Own: a.Category}
	}
	begun.guessByPort(k)
	return begun.Label()
}
