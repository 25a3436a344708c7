package table

import (
	"runtime"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/packet"
)

// bytesAFlow returns what a flow alive costs in a table of very many, whose first payload is the given one.
func bytesAFlow(protocols *l7.Tables, proto uint8, payload string) float64 {
	const flows = 200_000
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	s := NewShard(Config{Idle: 1 << 40, Active: 1 << 40, Protocols: protocols, Limits: l7.Limits{TCP: 10, UDP: 16}})
	var p packet.Packet
	for n := range uint32(flows) {
		setFlow(&p, n, int64(n))
		p.Key.Proto, p.Flags = proto, packet.PSH
		p.Data, p.End, p.PayloadLength = []byte(payload), uint32(len(payload)), uint32(len(payload))
		p.Hash = p.Key.Hash()
		s.Process(&p, uint64(n), int64(n))
	}
	s.changes.Births = nil
	after := heap()
	runtime.KeepAlive(s)
	return float64(after-before) / flows
}

// unknown are payloads that no protocol is recognised by.
var unknown = map[string]string{"text": "nothing that anybody knows", "zeros": string(make([]byte, 64)), "high": "\xf7\x93\xf7\x93",
	"like RTP": "\x80\x60\x00\x01\x00\x00\x00\x01\x12\x34\x56\x78 nothing that anybody knows"}

// A flow alive costs at most 400 bytes once it is decided, and at most 700 while it is inspected, with three hundred protocols
// too.
func TestMemoryOfAFlow(t *testing.T) {
	decided := bytesAFlow(nil, protoTCP, "x")
	t.Logf("decided: %.0f bytes", decided)
	require.LessOrEqual(t, decided, 400.0)
	many := append(all.Protos(), l7test.Synthetic(max(300-len(all.Protos()), 0))...)
	for name, protos := range map[string][]l7.Proto{"all": all.Protos(), "300": many} {
		tables := l7.Compile(protos, all.LabelClassifiers()...)
		for on, proto := range map[string]uint8{"TCP": protoTCP, "UDP": 17} {
			for kind, payload := range unknown {
				inspected := bytesAFlow(tables, proto, payload)
				t.Logf("inspected, %s of %s, %s protocols: %.0f bytes", kind, on, name, inspected)
				require.LessOrEqual(t, inspected, 700.0)
			}
		}
	}
}

// A record and its neighbours in the lists are within four cache lines.
func TestSizeOfARecord(t *testing.T) {
	require.LessOrEqual(t, unsafe.Sizeof(entry{}), uintptr(256))
}

// What risks are found by is a part of its own, which is there only if they are looked for.
func TestRisksTakeRoomOnlyIfAskedFor(t *testing.T) {
	c := Config{Protocols: l7.Compile(nil)}
	without := c.BytesASlot()
	require.LessOrEqual(t, without, 256+4+8)
	s := NewShard(c)
	s.Process(packetOf(1, 1), 1, 1)
	require.Nil(t, s.slab.signs)
	c.Signs = true
	require.Equal(t, without+int(unsafe.Sizeof(record.Signs{})), c.BytesASlot())
}
