package nfstream_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/plugins/slicer"
)

func TestExpireIsCalledOnceWhateverTheReason(t *testing.T) {
	later := []segment{{0, 1, 443, false, push, 1}, {29_000, 1, 443, false, push, 1}, {60_000, 1, 443, false, push, 1}}
	for reason, c := range map[flow.EndReason]struct {
		cfg      nfstream.Config
		segments []segment
	}{
		flow.Idle:         {nfstream.Config{}, later},
		flow.Active:       {nfstream.Config{ActiveTimeout: 10e9}, later},
		flow.EndOfCapture: {nfstream.Config{}, browsing},
		flow.Plugin:       {nfstream.Config{Plugins: []nfstream.Plugin{slicer.New(2)}}, browsing},
		flow.Evicted:      {nfstream.Config{TableSize: 1}, browsing},
		flow.Limit:        {nfstream.Config{MaxFlows: 1}, browsing},
	} {
		for c.cfg.Workers = range 3 {
			expired, reasons := map[uint64]int{}, map[flow.EndReason]int{}
			var lock sync.Mutex // shards have this plug-in in common
			cfg := c.cfg
			cfg.Plugins = append(cfg.Plugins, hooked(nfstream.Hooks{Expire: func(f *nfstream.Flow) {
				lock.Lock()
				defer lock.Unlock()
				expired[f.Record(record.Access{}).FirstSeq]++
				reasons[f.EndReason()]++
			}}))
			flows := flowsOf(t, cfg, c.segments)
			require.NotZero(t, reasons[reason], "%v, %d workers", reason, cfg.Workers)
			require.Len(t, expired, len(flows), reason)
			for _, f := range flows {
				require.Equal(t, 1, expired[f.Record(record.Access{}).FirstSeq], reason)
			}
		}
	}
}

func TestErrorsOfPlugins(t *testing.T) {
	closed, broken := 0, errors.New("broken")
	closing := hooked(nfstream.Hooks{Close: func() error { closed++; return nil }})
	opening := testPlugin{open: func(*nfstream.Schema) (nfstream.Hooks, error) { return nfstream.Hooks{}, broken }}
	_, err := nfstream.New(&replay{browsing}, nfstream.Config{
		Workers: 1, Plugins: []nfstream.Plugin{closing, opening},
	})
	require.ErrorIs(t, err, broken)
	require.Equal(t, 1, closed, "what was opened before is closed")

	failing := hooked(nfstream.Hooks{Close: func() error { return broken }})
	s, err := nfstream.New(&replay{browsing}, nfstream.Config{
		Workers: 1, Plugins: []nfstream.Plugin{closing, failing},
	})
	require.NoError(t, err)
	require.ErrorIs(t, s.Run(context.Background()), broken)
	require.Equal(t, 2, closed)
}

func TestExpirationIDs(t *testing.T) {
	for id, want := range map[int32]int32{-1: -1, -7: -7, -1 << 31: -1 << 31, 0: -1, 5: -1} {
		end := func(_ *nfstream.Packet, f *nfstream.Flow) { f.Expire(id) }
		cfg := nfstream.Config{Plugins: []nfstream.Plugin{hooked(nfstream.Hooks{Init: end})}}
		flows := flowsOf(t, cfg, browsing)
		require.Len(t, flows, len(browsing))
		require.Equal(t, want, flows[0].ExpirationID())
		require.Equal(t, flow.Plugin, flows[0].EndReason())
	}
}

// expirations counts the calls of Expire.
type expirations struct{ n atomic.Int64 }

func (*expirations) Columns() []nfstream.Column { return nil }

func (e *expirations) Open(*nfstream.Schema) (nfstream.Hooks, error) {
	return nfstream.Hooks{Expire: func(*nfstream.Flow) { e.n.Add(1) }}, nil
}

// Every flow that began ends for the plug-ins, though the consumer of the flows wants no more of them.
func TestExpireAfterTheLoopIsBroken(t *testing.T) {
	for _, workers := range []int{1, 3} {
		e := &expirations{}
		s, err := nfstream.New(&ticks{left: manyTicks(500, 9), batch: 50}, nfstream.Config{Workers: workers,
			IdleTimeout: 3 * time.Millisecond, Plugins: []nfstream.Plugin{e}})
		require.NoError(t, err)
		for range s.Flows(t.Context()) {
			break
		}
		stats := s.Stats()
		require.EqualValues(t, stats.Flows, e.n.Load())
		require.Equal(t, stats.Flows, stats.Exported())
	}
}
