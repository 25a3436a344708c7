package l7_test

import (
	"bytes"
	"fmt"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
)

// A protocol is a descriptor with a probe. The engine calls the probe only for payloads that First and Min allow.
func ExampleCompile() {
	hello := l7.Proto{
		ID: categories.RSYNC, On: l7.TCP, Ports: []uint16{873}, Min: 8, First: l7.Bytes('@'),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if bytes.HasPrefix(c.Data, []byte("@RSYNCD:")) {
				return l7.Match
			}
			return l7.Reject
		},
	}
	engine := l7.NewEngine(l7.Compile([]l7.Proto{hello}), l7.Limits{TCP: 10, UDP: 16})
	var flow l7.Flow
	var labels *metadata.Set
	payload := []byte("@RSYNCD: 31.0\n")
	p := packet.Packet{Data: payload, End: uint32(len(payload)), PayloadLength: uint32(len(payload))}
	p.Key.Proto = 6
	engine.Step(&flow, &labels, &p, l7.Origin{})
	fmt.Println(flow.Decided(), flow.Protocol)
	// Output:
	// true RSYNC
}
