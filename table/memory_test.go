package table

import (
	"runtime"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/packet"
)

// bytesAFlow returns what a flow alive costs in a table of very many, whose first payload is the given one.
func bytesAFlow(protocols *l7.Tables, payload string) float64 {
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
		p.Key.Proto, p.Flags = protoTCP, packet.PSH
		p.Data, p.End, p.PayloadLength = []byte(payload), uint32(len(payload)), uint32(len(payload))
		p.Hash = p.Key.Hash()
		s.Process(&p, uint64(n), int64(n))
	}
	s.changes.Births = nil
	after := heap()
	runtime.KeepAlive(s)
	return float64(after-before) / flows
}

// A flow alive costs at most 400 bytes once it is decided, and at most 700 while it is inspected.
func TestMemoryOfAFlow(t *testing.T) {
	tables := l7.Compile(all.Protos(), all.LabelClassifiers()...)
	decided := bytesAFlow(nil, "x")
	t.Logf("decided: %.0f bytes", decided)
	require.LessOrEqual(t, decided, 400.0)
	inspected := bytesAFlow(tables, "nothing that anybody knows")
	t.Logf("inspected: %.0f bytes", inspected)
	require.LessOrEqual(t, inspected, 700.0)
	many := append(all.Protos(), l7test.Synthetic(300-len(all.Protos()))...)
	inspected = bytesAFlow(l7.Compile(many), "nothing that anybody knows")
	t.Logf("inspected, with %d protocols: %.0f bytes", len(many), inspected)
	require.LessOrEqual(t, inspected, 700.0)
}

// A record and its neighbours in the lists are within four cache lines.
func TestSizeOfARecord(t *testing.T) {
	require.LessOrEqual(t, unsafe.Sizeof(record{}), uintptr(256))
}
