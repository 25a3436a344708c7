package l7test

import (
	"testing"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
)

// Inspected is a flow of a capture that went through an engine.
type Inspected struct {
	Flow     l7.Flow
	Metadata *metadata.Set
	Key      flowkey.Key

	reverse bool // of the source
	origins [2]l7.Origin
}

// Inspect returns what an engine of protocols says of the flows of a capture, in the order of their first packets.
func Inspect(t testing.TB, path string, protos []l7.Proto, limits l7.Limits) (flows []*Inspected) {
	t.Helper()
	e := l7.NewEngine(l7.Compile(protos), limits)
	byKey := map[flowkey.Key]*Inspected{}
	Packets(t, path, func(p *packet.Packet) {
		f := byKey[p.Key]
		if f == nil {
			f = &Inspected{Key: p.Key, reverse: p.Reverse}
			byKey[p.Key], flows = f, append(flows, f)
		}
		f.step(e, p)
	})
	for _, f := range flows {
		e.End(&f.Flow, &f.Metadata, &f.Key)
	}
	return flows
}

func (f *Inspected) step(e *l7.Engine, p *packet.Packet) {
	if p.Reverse != f.reverse {
		p.Direction = 1
	}
	if p.Flags&packet.SYN != 0 {
		f.origins[p.Direction] = l7.Origin{Next: p.Seq + 1, Begin: true}
	}
	if len(p.TransportPayload()) > 0 && !f.Flow.Decided() {
		e.Step(&f.Flow, &f.Metadata, p, f.origins[p.Direction])
	}
}
