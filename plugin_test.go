package nfstream_test

import (
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// testPlugin is a plug-in of its parts.
type testPlugin struct {
	columns []nfstream.Column
	open    func(*nfstream.Schema) (nfstream.Hooks, error)
}

func (p testPlugin) Columns() []nfstream.Column { return p.columns }

func (p testPlugin) Open(s *nfstream.Schema) (nfstream.Hooks, error) { return p.open(s) }

// hooked is a plug-in without columns.
func hooked(h nfstream.Hooks) nfstream.Plugin {
	return testPlugin{open: func(*nfstream.Schema) (nfstream.Hooks, error) { return h, nil }}
}

// flowsOf meters segments with plug-ins.
func flowsOf(t *testing.T, cfg nfstream.Config, segments []segment) (flows []*nfstream.Flow) {
	t.Helper()
	s, err := nfstream.New(&replay{segments}, cfg)
	require.NoError(t, err)
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		flows = append(flows, f)
	}
	return flows
}

// crowd returns segments of many connections at once.
func crowd(connections, rounds int) (out []segment) {
	for i := range rounds {
		for c := range connections {
			out = append(out, segment{i*100 + c%100, uint16(20000 + c), 443, i%2 == 1, push, (c + i) % 1000})
		}
	}
	return out
}

func TestHooksAreCalledInTurn(t *testing.T) {
	var calls []string
	note := func(s string) { calls = append(calls, s) }
	p := testPlugin{open: func(*nfstream.Schema) (nfstream.Hooks, error) {
		note("open")
		return nfstream.Hooks{
			Init:   func(*nfstream.Packet, *nfstream.Flow) { note("init") },
			Update: func(*nfstream.Packet, *nfstream.Flow) { note("update") },
			Expire: func(*nfstream.Flow) { note("expire") },
			Close:  func() error { note("close"); return nil },
		}, nil
	}}
	flowsOf(t, nfstream.Config{Plugins: []nfstream.Plugin{p}, Workers: 1}, browsing[:4])
	require.Equal(t, []string{"open", "init", "update", "update", "update", "expire", "close"}, calls)
}

// shardPlugin counts what its shards do, without any synchronization but for what the test itself needs.
type shardPlugin struct {
	opens, closes, inits, updates, expires, overlaps atomic.Int64
}

func (*shardPlugin) Columns() []nfstream.Column { return nil }

func (p *shardPlugin) Open(*nfstream.Schema) (nfstream.Hooks, error) {
	p.opens.Add(1)
	var busy atomic.Bool
	var inits, updates, expires int64 // the race detector watches these
	alone := func(count *int64) {
		if busy.Swap(true) {
			p.overlaps.Add(1)
		}
		*count++
		busy.Store(false)
	}
	return nfstream.Hooks{
		Init:   func(*nfstream.Packet, *nfstream.Flow) { alone(&inits) },
		Update: func(*nfstream.Packet, *nfstream.Flow) { alone(&updates) },
		Expire: func(*nfstream.Flow) { alone(&expires) },
		Close: func() error {
			p.closes.Add(1)
			p.inits.Add(inits)
			p.updates.Add(updates)
			p.expires.Add(expires)
			return nil
		},
	}, nil
}

func TestEachShardHasHooksOfItsOwn(t *testing.T) {
	for _, workers := range []int{1, 3} {
		p := &shardPlugin{}
		flows := flowsOf(t, nfstream.Config{Plugins: []nfstream.Plugin{p}, Workers: workers}, crowd(300, 5))
		require.Len(t, flows, 300)
		require.EqualValues(t, workers, p.opens.Load())
		require.EqualValues(t, workers, p.closes.Load())
		require.EqualValues(t, 300, p.inits.Load())
		require.EqualValues(t, 300*4, p.updates.Load())
		require.EqualValues(t, 300, p.expires.Load())
		require.Zero(t, p.overlaps.Load(), "calls at the same time")
	}
}

func TestHooksOfACrowdedTable(t *testing.T) {
	p := &shardPlugin{}
	cfg := nfstream.Config{Plugins: []nfstream.Plugin{p}, Workers: 3, TableSize: 100, MaxFlows: 700}
	flows := flowsOf(t, cfg, crowd(300, 5))
	require.Len(t, flows, 700)
	require.EqualValues(t, 700, p.inits.Load())
	require.EqualValues(t, 700, p.expires.Load())
	require.Zero(t, p.overlaps.Load(), "calls at the same time")
}

func TestHooksSeeThePacketAndTheFlow(t *testing.T) {
	var directions []uint8
	var sizes []uint32
	var flags []uint8
	var payloads []int
	var packets []uint64
	look := func(p *nfstream.Packet, f *nfstream.Flow) {
		directions, sizes, flags = append(directions, p.Direction), append(sizes, p.IPLength), append(flags, p.Flags)
		payloads, packets = append(payloads, len(p.TransportPayload())), append(packets, f.Bidirectional().Packets)
		require.Equal(t, "10.0.0.1:50002", f.Src().String())
		require.Equal(t, p.Direction == flow.SrcToDst, p.Src() == f.Src())
		require.Equal(t, p.Direction == flow.DstToSrc, p.Dst() == f.Src())
	}
	cfg := nfstream.Config{Workers: 1, Plugins: []nfstream.Plugin{hooked(nfstream.Hooks{Init: look, Update: look})}}
	flowsOf(t, cfg, browsing[11:15])
	require.Equal(t, []uint8{0, 1, 0, 1}, directions)
	require.Equal(t, []uint32{40, 40, 160, 1440}, sizes)
	require.Equal(t, []uint8{packet.SYN, packet.SYN | packet.ACK, packet.PSH | packet.ACK, packet.ACK}, flags)
	require.Equal(t, []int{0, 0, 120, 1400}, payloads)
	require.Equal(t, []uint64{1, 2, 3, 4}, packets, "the packet is accounted for")
}

func TestHooksMayBeNil(t *testing.T) {
	for _, workers := range []int{1, 2} {
		cfg := nfstream.Config{Workers: workers, Plugins: []nfstream.Plugin{hooked(nfstream.Hooks{})}}
		require.Len(t, flowsOf(t, cfg, browsing), 2)
	}
}
