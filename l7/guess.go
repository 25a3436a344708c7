package l7

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
)

const (
	protoUDP     = 17
	protoUDPLite = 136
)

// probesIP reports whether datagrams of an IP protocol are probed.
func (t *Tables) probesIP(n uint8) bool {
	return n == protoUDP || n == protoUDPLite || len(t.ip[n].protos) > 0
}

// conclude says what there is to say of a flow in whose payloads nothing was recognised: by its IP protocol, which is
// certain, or by its ports, which is a guess. The smaller port goes first, as that of the service mostly is.
func (e *Engine) conclude(f *Flow, k *flowkey.Key) {
	if id := e.tables.ip[k.Proto].named; id != 0 {
		f.Protocol, f.Confidence = id, ByInspection
		return
	}
	transport := categories.TransportTCP
	switch k.Proto {
	case protoTCP:
	case protoUDP, protoUDPLite:
		transport = categories.TransportUDP
	default:
		return
	}
	for _, port := range [2]uint16{min(k.PortA, k.PortB), max(k.PortA, k.PortB)} {
		if id := categories.DefaultPort(transport, port); id != 0 {
			f.Protocol, f.Confidence = id, ByPort
			return
		}
	}
}

// applyEndpoints records what the endpoint classifiers found. It is a guess unless the protocol was recognised or a rule says so.
func (f *Flow) applyEndpoints(a Answer) {
	guessed := f.Confidence < ByPart
	f.take(a)
	if a.App == 0 {
		return
	}
	if f.Protocol == 0 || guessed && a.Alone {
		f.Protocol = a.App
	}
	if f.Confidence < ByPart {
		f.Confidence = ByAddress
	}
}

// ByNetwork names the application of a flow that is guessed by its ports, or not at all, by the operator of its ends'
// addresses. It is a EndpointClassifier. Flows whose protocol was recognised stay as they are, since operators host what is not
// theirs, and those who host most name only flows of which nothing else is known.
func ByNetwork(f *Flow, k *flowkey.Key) Answer {
	if f.Application != 0 || f.Confidence > ByPort || f.Protocol != 0 && !carriesApplications(f.Protocol) {
		return Answer{}
	}
	a, b := categories.ByAddress(k.AddrA()), categories.ByAddress(k.AddrB())
	if a == 0 || b != 0 && k.PortB < k.PortA {
		a = b // the smaller port is mostly that of the service
	}
	if f.Protocol != 0 && a.IsHosting() {
		return Answer{}
	}
	return Answer{App: a}
}

// Hint notes that a name was resolved to one of the flow's ends before it began.
func (f *Flow) Hint(r *Resolution) { f.hint, f.hinted = r.App, r.Category }

// ApplyHint names the application of a flow that has ended by that name, where nothing in its payloads did.
func (f *Flow) ApplyHint() {
	byNothing := f.Application == 0 && (f.Protocol == 0 || carriesApplications(f.Protocol))
	if f.hint == 0 || !byNothing && f.Confidence != ByAddress {
		return
	}
	f.Application = f.hint
	if f.category == 0 {
		f.category = f.hinted
	}
	if f.Confidence == ByInspection {
		f.Confidence = ByPartCached
	} else {
		f.Confidence = ByCache
	}
}

// carriesApplications reports whether flows of a protocol are named by the application that they are for.
func carriesApplications(protocol categories.ID) bool {
	switch protocol {
	case categories.TLS, categories.DTLS, categories.QUIC, categories.HTTP, categories.HTTPProxy, categories.HTTPConnect:
		return true
	}
	return false
}
