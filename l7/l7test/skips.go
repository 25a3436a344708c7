// Package l7test holds the tests that every protocol has to pass, and what those over reference captures share.
package l7test

import (
	"slices"
	"testing"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
)

// CheckSkips fails where what a protocol says of its payloads (First, Next, Prefixes, Min, Max, PortsOnly) skips bytes that its Probe does
// not reject.
func CheckSkips(t testing.TB, protos []l7.Proto, data []byte, srcPort, dstPort uint16) {
	t.Helper()
	if len(data) == 0 {
		return
	}
	p := &packet.Packet{Data: data, End: uint32(len(data)), PayloadLength: uint32(len(data))}
	for i := range protos {
		for _, on := range []l7.Transport{l7.TCP, l7.UDP} {
			elsewhere := protos[i].PortsOnly && !slices.Contains(protos[i].Ports, srcPort) && !slices.Contains(protos[i].Ports, dstPort)
			if protos[i].On&on == 0 || !elsewhere && !skips(&protos[i], on, data) {
				continue
			}
			c := l7.Ctx{Data: data, Begin: true, SrcPort: srcPort, DstPort: dstPort, Packet: p}
			if verdict := protos[i].Probe(&c); verdict != l7.Reject {
				t.Fatalf("%v skips what its probe answers with %d: %x", protos[i].ID, verdict, data)
			}
		}
	}
}

// CheckDescriptors fails where a protocol's description lacks something or contradicts itself.
func CheckDescriptors(t testing.TB, protos []l7.Proto) {
	t.Helper()
	for i := range protos {
		p := &protos[i]
		switch {
		case p.Probe == nil && p.On != l7.IP:
			t.Errorf("%v has no probe", p.ID)
		case (p.On&l7.IP != 0) != (len(p.IPProtocols) > 0):
			t.Errorf("%v is on IP without a number, or has a number without being on IP", p.ID)
		case slices.Contains(p.Prefixes, ""):
			t.Errorf("%v has an empty prefix, which is any payload's", p.ID)
		case p.Max > 0 && p.Max < p.Min:
			t.Errorf("%v has a maximum below its minimum", p.ID)
		case p.PortsOnly && len(p.Ports) == 0:
			t.Errorf("%v is on its ports only, and has none", p.ID)
		case p.On == 0:
			t.Errorf("%v runs on no transport", p.ID)
		case p.ID == 0 || p.ID.Name() == "Unknown":
			t.Errorf("protocol %d is not registered", p.ID)
		}
	}
}
