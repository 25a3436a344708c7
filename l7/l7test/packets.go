package l7test

import (
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/packet"
)

// Captures returns the paths of all reference captures. Where they are missing, the test is skipped; on CI it fails.
func Captures(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(corpus.Reference(t, "corpus/pcap"), "*"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	return paths
}

// Undamaged returns the Captures but for those damaged at random, which the reference reads on in.
func Undamaged(t testing.TB) []string {
	t.Helper()
	return slices.DeleteFunc(Captures(t), func(path string) bool {
		return strings.HasPrefix(filepath.Base(path), "fuzz-")
	})
}

// Packets calls visit with every packet of a capture that decodes and is no fragment, up to the first frame that cannot
// be read. The packet is visit's to keep. A capture that does not open fails the test.
func Packets(t testing.TB, path string, visit func(*packet.Packet)) {
	t.Helper()
	decoder := packet.NewDecoder(packet.Options{Tunnels: true})
	for f := range corpus.Frames(t, path) {
		p := packet.Packet{Data: f.Data, Time: f.Time, WireLength: uint32(f.Length)}
		if decoder.Decode(&p, packet.LinkType(f.Link)) == packet.OK && !p.Fragment {
			visit(&p)
		}
	}
}

// Ends name a flow in one direction.
type Ends struct {
	Src, Dst netip.AddrPort
	Proto    uint8
}

// Reverse names the other direction.
func (e Ends) Reverse() Ends { return Ends{e.Dst, e.Src, e.Proto} }

// EndsOf returns the ends of a packet, in its direction.
func EndsOf(p *packet.Packet) Ends { return Ends{p.Src(), p.Dst(), p.Key.Proto} }

// Segment is what a packet brings.
type Segment struct {
	Seq   uint32
	Data  []byte
	Flags uint8
}

// Flows returns the payloads of each direction of each flow of a capture, in the order captured. Those without bytes are
// among them.
func Flows(t testing.TB, path string) (order []Ends, flows map[Ends][]Segment) {
	t.Helper()
	flows = map[Ends][]Segment{}
	Packets(t, path, func(p *packet.Packet) {
		e := EndsOf(p)
		if flows[e] == nil {
			order = append(order, e)
		}
		flows[e] = append(flows[e], Segment{p.Seq, p.TransportPayload(), p.Flags})
	})
	return order, flows
}
