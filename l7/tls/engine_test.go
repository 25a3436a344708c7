package tls

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
)

// flow is one under test, on an engine that others may share.
type flow struct {
	engine *l7.Engine
	flow   l7.Flow
	labels *l7.Labels
	packet packet.Packet
	seq    [2]uint32
	mid    bool // seen from its middle on
	proto  uint8
	port   uint16
}

func newEngine(limit int) *l7.Engine {
	return l7.NewEngine(l7.Compile(Protos()), l7.Limits{TCP: limit, UDP: limit})
}

func newFlow(e *l7.Engine) *flow {
	return &flow{engine: e, seq: [2]uint32{1000, 5000}, proto: 6, port: 443}
}

func (f *flow) datagrams() *flow { f.proto = 17; return f }

// say sends a payload in a direction, and reports whether the flow was not decided before.
func (f *flow) say(dir uint8, payload []byte) bool {
	if f.flow.Decided() {
		return false
	}
	p := &f.packet
	*p = packet.Packet{Data: payload, End: uint32(len(payload)), PayloadLength: uint32(len(payload)), Direction: dir,
		Seq: f.seq[dir], Flags: packet.ACK | packet.PSH, Reverse: dir == 1}
	p.Key = flowkey.Key{Proto: f.proto, PortA: 40000, PortB: f.port}
	f.seq[dir] += uint32(len(payload))
	f.engine.Step(&f.flow, &f.labels, p, l7.Origin{Next: p.Seq, Begin: !f.mid})
	return true
}

// saySplit sends data in pieces of random lengths.
func (f *flow) saySplit(r *rand.Rand, dir uint8, data []byte) {
	for len(data) > 0 {
		n := min(len(data), 1+r.IntN(1+r.IntN(300)))
		f.say(dir, data[:n])
		data = data[n:]
	}
}

func (f *flow) end() { f.engine.End(&f.flow, &f.labels, &f.packet.Key) }

func (f *flow) requireUnknown(t *testing.T) {
	t.Helper()
	require.Zero(t, f.flow.Protocol)
}

var (
	clientFlight = record(ContentHandshake, message(TypeClientHello, facebookHello))
	server13     = record(ContentHandshake, message(TypeServerHello,
		serverBody(0x0303, 0x1301, extension(43, codes(0x0304)), extension(51, codes(29)))))
	server12 = record(ContentHandshake, message(TypeServerHello,
		serverBody(0x0303, 0xc02f, extension(0xff01, []byte{0}))))
	cipherRecord = record(ContentChangeCipherSpec, []byte{1})
	secretRecord = record(ContentApplicationData, make([]byte, 300))
)

// certificateRecord is that of a server whose certificate no one can read but for its hash.
var certificateRecord = record(ContentHandshake,
	message(TypeCertificate, append([]byte{0, 0, 8}, 0, 0, 5, 0x30, 3, 2, 1, 7)))
