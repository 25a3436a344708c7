// Package riskstest plays made-up flows through the flow table with all protocols and all risks, for tests.
package riskstest

import (
	"sync"
	"time"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/internal/risks"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/risk"
	"github.com/nfstream/nfstream-go/table"
)

// Case is a flow that has a risk, or one that is close to it and has not.
type Case struct {
	ID     risk.ID
	Fires  bool
	Detail string // of the finding, if Fires; empty: not compared
	Flow   Flow
}

// Flow is a flow to be played.
type Flow struct {
	On   l7.Transport // TCP or UDP
	Port uint16       // of the destination, if Dst has none
	Src  string       // address and port of the sender of the first packet; empty: 192.0.2.1:40000
	Dst  string       // address, or address and port; empty: 198.51.100.7
	// Turns are payloads of either side in turn, the source first; an empty one passes. TCP begins with a handshake.
	Turns []string
	// Packets are in place of Turns, without a handshake.
	Packets []Packet
	// Label and Metadata are in place of what inspection finds, unless nil.
	Label    *label.Label
	Metadata *metadata.Set
	Options  risk.Options
	Sources  risks.Sources
	// Period is that of flows like this one, see flow.Signs.
	Period time.Duration
}

// Packet is a packet of a flow.
type Packet struct {
	Dir     uint8 // 0 from the source, 1 back
	Flags   uint8 // of TCP
	Payload string
	After   time.Duration // the packet before it
	// Fragment means that it is the first fragment of an IPv4 packet, and that another one follows.
	Fragment bool
}

// tables are those of all protocols. They are compiled once.
var tables = sync.OnceValue(func() *l7.Tables {
	t := l7.Compile(all.Protos(), all.LabelClassifiers()...)
	t.AddEndpointClassifiers(l7.ByNetwork)
	return t
})

// Run returns the risks of a flow.
func Run(x Flow) (found risk.Report) {
	r := risks.NewReporter(&x.Options, x.Sources)
	x.End(func(f *flow.Flow, read **metadata.Set) {
		r.Judge(f, read)
		if x := metadata.Get[risk.Report](*read); x != nil {
			found = *x
		}
	})
	return found
}

// End plays a flow, and calls a function when it has ended.
func (x Flow) End(judge func(*flow.Flow, **metadata.Set)) {
	own := *tables()
	own.LookAtContent()
	own.ListAnswers()
	own.LookFor(&l7.Risks{On: x.Options.Set(), Thresholds: x.Options.Thresholds})
	s := table.NewShard(table.Config{Idle: 1 << 60, Active: 1 << 60, Signs: true, Content: table.WholeContent, Protocols: &own,
		Limits: l7.Limits{TCP: 32, UDP: 32}, Hooks: table.Hooks{Judge: func(f *flow.Flow, read **metadata.Set) {
			x.replace(f, read)
			judge(f, read)
		}}})
	d := packet.NewDecoder(packet.Options{})
	var p packet.Packet
	for i, frame := range x.frames() {
		p = packet.Packet{Data: frame.data, Time: frame.time, WireLength: uint32(len(frame.data)), Link: packet.LinkRaw}
		if d.Decode(&p, packet.LinkRaw) == packet.OK {
			s.Process(&p, uint64(i), frame.time)
		}
	}
	s.EndFirst(flow.EndOfCapture)
	var c table.Changes
	s.Swap(&c)
	s.Finish(c.Ended)
}

// replace shows the label and the metadata of x.
func (x *Flow) replace(f *flow.Flow, read **metadata.Set) {
	if x.Metadata != nil {
		*read = x.Metadata.Clone()
	}
	is := f.Label()
	if x.Label != nil {
		is = *x.Label
	}
	before := *f.Record(record.Access{})
	f.Show(before.Core, is, *read, nil, nil)
	before.Signs.Period = int64(x.Period)
	*f.Record(record.Access{}) = before
}
