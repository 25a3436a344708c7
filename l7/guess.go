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

// ByNetwork identifies the application by the operator of a flow's addresses, if the protocol is guessed by port or unknown. It
// is an EndpointClassifier. It leaves flows with a recognised protocol alone, because operators host what is not theirs. The
// largest hosting companies name only flows of which nothing else is known. A tunnel to a provider of tunnels is its own, even
// if its protocol was recognised. If a flow's first bytes were those of no protocol, a protocol guessed by port is not kept
// beside the operator.
func ByNetwork(f *Flow, k *flowkey.Key) Answer {
	tunnel := f.Protocol == categories.OpenVPN || f.Protocol == categories.WireGuard
	if f.Application != 0 || !tunnel && (f.Confidence > ByPort || f.Protocol != 0 && !carriesApplications(f.Protocol)) {
		return Answer{}
	}
	a, b := categories.ByAddress(k.AddrA()), categories.ByAddress(k.AddrB())
	if a == 0 || b != 0 && k.PortB < k.PortA {
		a = b // the smaller port is mostly that of the service
	}
	if f.Protocol != 0 && a.IsHosting() || tunnel && a.Category() != categories.CategoryVPN {
		return Answer{}
	}
	return Answer{App: a, Alone: f.flags&foreign != 0}
}

// carriesApplications reports whether a protocol carries applications that names identify.
func carriesApplications(protocol categories.ID) bool {
	switch protocol {
	case categories.TLS, categories.DTLS, categories.QUIC, categories.HTTP, categories.HTTPProxy, categories.HTTPConnect,
		categories.ObfuscatedTLS, categories.FullyEncrypted:
		return true
	}
	return false
}
