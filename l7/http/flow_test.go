package http_test

import (
	"testing"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/packet"
)

var tables = l7.Compile(http.Protos())

func newEngine() *l7.Engine { return l7.NewEngine(tables, l7.Limits{TCP: 1 << 14, UDP: 32}) }

// talk is a TCP connection that an engine inspects.
type talk struct {
	engine *l7.Engine
	flow   l7.Flow
	labels *l7.Labels
	seq    [2]uint32
	ports  [2]uint16
	middle bool // its begin was not captured
	packet packet.Packet
}

func newTalk(e *l7.Engine) *talk { return &talk{engine: e, ports: [2]uint16{40000, 80}} }

// say sends bytes from a direction.
func (k *talk) say(dir uint8, data string) { k.saySegments(dir, []byte(data), len(data)) }

// saySegments sends bytes from a direction in segments of a size.
func (k *talk) saySegments(dir uint8, data []byte, size int) {
	for len(data) > 0 {
		n := min(size, len(data))
		k.step(dir, k.seq[dir], data[:n], n)
		k.seq[dir] += uint32(n)
		data = data[n:]
	}
}

// step sends a segment, of which the capture may have cut off the end.
func (k *talk) step(dir uint8, seq uint32, data []byte, length int) {
	if k.flow.Decided() {
		return
	}
	k.packet = packet.Packet{Data: data, Direction: dir, Seq: seq, End: uint32(len(data)),
		PayloadLength: uint32(length), Flags: packet.ACK | packet.PSH, Key: flowkey.Key{
			Proto: 6, Ver: 4, PortA: k.ports[0], PortB: k.ports[1]}, Reverse: dir != 0}
	k.engine.Step(&k.flow, &k.labels, &k.packet, l7.Origin{Next: 0, Begin: !k.middle})
}

// end ends the flow.
func (k *talk) end() {
	k.engine.End(&k.flow, &k.labels, &k.packet.Key)
}

// exchange is a connection in which either side speaks in turn, the client first.
func exchange(t testing.TB, turns ...string) *talk {
	t.Helper()
	k := newTalk(newEngine())
	for i, turn := range turns {
		k.say(uint8(i&1), turn)
	}
	k.end()
	return k
}
