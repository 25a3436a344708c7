package all

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
)

var benchLimits = l7.Limits{TCP: 10, UDP: 16}

// recorded is a flow of a capture, with those of its packets that bring a payload.
type recorded struct {
	key     flowkey.Key
	packets []packet.Packet
	origins []l7.Origin
	reverse bool
	begins  [2]l7.Origin

	flow   l7.Flow // what play says of it
	labels *metadata.Set
}

func (r *recorded) add(p *packet.Packet) {
	if p.Reverse != r.reverse {
		p.Direction = 1
	}
	if p.Flags&packet.SYN != 0 {
		r.begins[p.Direction] = l7.Origin{Next: p.Seq + 1, Begin: true}
	}
	if len(p.TransportPayload()) > 0 {
		r.packets = append(r.packets, *p)
		r.origins = append(r.origins, r.begins[p.Direction])
	}
}

// play shows the flow to an engine, and returns how many steps it took to decide it.
func (r *recorded) play(e *l7.Engine) (steps int) {
	r.flow, r.labels = l7.Flow{}, nil
	for i := range r.packets {
		if r.flow.Decided() {
			return steps
		}
		e.Step(&r.flow, &r.labels, &r.packets[i], r.origins[i])
		steps++
	}
	e.End(&r.flow, &r.labels, &r.key)
	return steps
}

// recordings returns the flows of this repository's captures by their protocol.
func recordings(b *testing.B) map[string][]*recorded {
	b.Helper()
	e := l7.NewEngine(l7.Compile(Protos(), LabelClassifiers()...), benchLimits)
	byName := map[string][]*recorded{}
	for _, path := range corpus.Own(b) {
		if ext := filepath.Ext(path); ext == ".gz" || ext == ".zst" {
			continue // they are others, compressed
		}
		byKey, order := map[flowkey.Key]*recorded{}, []*recorded{}
		l7test.Packets(b, path, func(p *packet.Packet) {
			r := byKey[p.Key]
			if r == nil {
				r = &recorded{key: p.Key, reverse: p.Reverse}
				byKey[p.Key], order = r, append(order, r)
			}
			r.add(p)
		})
		for _, r := range order {
			if len(r.packets) > 0 {
				r.play(e)
				name := r.flow.Protocol.Name()
				byName[name] = append(byName[name], r)
			}
		}
	}
	return byName
}

// BenchmarkStep inspects flows until they are decided, flow after flow of one protocol; an op is a flow, ns/packet is
// of a step.
func BenchmarkStep(b *testing.B) {
	byName := recordings(b)
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			flows := byName[name]
			e := l7.NewEngine(l7.Compile(Protos(), LabelClassifiers()...), benchLimits)
			all, i := 0, 0
			b.ReportAllocs()
			for b.Loop() {
				all += flows[i%len(flows)].play(e)
				i++
			}
			require.Positive(b, all)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(all), "ns/packet")
		})
	}
}

// unknown are payloads that no protocol is recognised by.
var unknown = map[string][]byte{
	"text": []byte("nothing that anybody would know, but of the length of a small message of some protocol"),
	"zero": make([]byte, 64), "high": slices.Repeat([]byte{0xf7, 0x93}, 100),
}

// BenchmarkUndecided shows payloads that decide nothing to all protocols, and to each alone.
func BenchmarkUndecided(b *testing.B) {
	for _, on := range []struct {
		name string
		on   l7.Transport
	}{{"tcp", l7.TCP}, {"udp", l7.UDP}} {
		for _, kind := range slices.Sorted(maps.Keys(unknown)) {
			b.Run("all/"+on.name+"/"+kind, func(b *testing.B) { benchUndecided(b, Protos(), on.on, kind) })
		}
		for _, p := range Protos() {
			if p.On&on.on != 0 {
				b.Run("alone/"+on.name+"/"+p.ID.Name(), func(b *testing.B) { benchUndecided(b, []l7.Proto{p}, on.on, "text") })
			}
		}
	}
}

// manyProtocols is more than there are.
const manyProtocols = 300

// BenchmarkMany shows payloads that decide nothing to all protocols and to synthetic ones, as if there were many.
func BenchmarkMany(b *testing.B) {
	protos := append(Protos(), l7test.Synthetic(manyProtocols-len(Protos()))...)
	for name, on := range map[string]l7.Transport{"tcp": l7.TCP, "udp": l7.UDP} {
		for _, kind := range slices.Sorted(maps.Keys(unknown)) {
			b.Run(name+"/"+kind, func(b *testing.B) { benchUndecided(b, protos, on, kind) })
		}
	}
}

func benchUndecided(b *testing.B, protos []l7.Proto, on l7.Transport, kind string) {
	k := l7test.NewTalk(l7.NewEngine(l7.Compile(protos, LabelClassifiers()...), benchLimits), on, 40000, 40001)
	k.BenchmarkPayload(b, unknown[kind])
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/packet")
}

// BenchmarkProbe calls what recognises each protocol, with payloads of all protocols in turn, which the engine would
// mostly not do.
func BenchmarkProbe(b *testing.B) {
	for _, p := range Protos() {
		if p.On&(l7.TCP|l7.UDP) == 0 {
			continue // by number
		}
		b.Run(p.ID.Name()+[...]string{"", "/tcp", "/udp", "/any"}[p.On], func(b *testing.B) {
			var payloads [][]byte
			for _, sample := range l7test.Samples(Protos()) {
				if len(sample) >= max(p.Min, 1) {
					payloads = append(payloads, sample)
				}
			}
			var c l7.Ctx
			matches, i := 0, 0
			b.ReportAllocs()
			for b.Loop() {
				c = l7.Ctx{Data: payloads[i%len(payloads)], Begin: true, SrcPort: 40000, DstPort: 40001}
				if p.Probe(&c) == l7.Match {
					matches++
				}
				i++
			}
		})
	}
}

// BenchmarkCompile makes tables of all protocols, as every stream does once.
func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		l7.Compile(Protos(), LabelClassifiers()...)
	}
}
