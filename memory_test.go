package nfstream_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
	csvsink "github.com/nfstream/nfstream-go/sink/csv"
)

// least returns the least Memory that does for a Config.
func least(t *testing.T, c nfstream.Config) int {
	t.Helper()
	c.Memory = 1
	_, err := nfstream.New(&ticks{}, c)
	var refused *nfstream.ParameterError
	require.True(t, errors.As(err, &refused), "%v", err)
	require.Equal(t, "Memory", refused.Parameter)
	return refused.Least
}

func made(t *testing.T, name string, packets int) []byte {
	t.Helper()
	var pcap bytes.Buffer
	_, err := workload.Write(&pcap, workload.Options{Name: name, Packets: packets, Seed: 1})
	require.NoError(t, err)
	return pcap.Bytes()
}

// metered returns the rows of a capture, as CSV, and the counts.
func metered(t *testing.T, pcap []byte, c nfstream.Config) (string, nfstream.Stats) {
	t.Helper()
	src, err := capture.NewReader(bytes.NewReader(pcap))
	require.NoError(t, err)
	s, err := nfstream.New(src, c)
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, s.Run(context.Background(), csvsink.NewWriter(&out, s.Columns())))
	return out.String(), s.Stats()
}

// With the least memory that does every packet is accounted for, and what gave way is counted.
func TestTheLeastMemory(t *testing.T) {
	for _, name := range []string{"flood", "churn", "mix"} {
		pcap := made(t, name, 60_000)
		for _, workers := range []int{1, 3} {
			t.Run(fmt.Sprint(name, workers), func(t *testing.T) {
				c := nfstream.Config{Workers: workers, Fields: []string{"id", "bidirectional_packets", "end_reason", "application_name"}}
				c.Memory = least(t, c)
				text, stats := metered(t, pcap, c)
				rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
				require.NoError(t, err)
				require.EqualValues(t, stats.Flows, len(rows)-1)
				require.Equal(t, stats.Flows, stats.Exported())
				packets, evicted, ids := uint64(0), uint64(0), map[string]bool{}
				for _, row := range rows[1:] {
					n, err := strconv.ParseUint(row[1], 10, 64)
					require.NoError(t, err)
					packets += n
					ids[row[0]] = true
					if row[2] == "evicted" {
						evicted++
					}
				}
				require.Len(t, ids, len(rows)-1)
				require.Equal(t, stats.Frames[packet.OK], packets)
				require.Equal(t, stats.Ended[flow.Evicted], evicted)
				require.NotZero(t, evicted)
				again, _ := metered(t, pcap, c)
				require.Equal(t, text, again)
			})
		}
	}
}

// Where flows wait long for their end, inspection is shed, and no flow is lost for that.
func TestInspectionIsShed(t *testing.T) {
	pcap := made(t, "churn", 100_000)
	c := nfstream.Config{Workers: 1, Fields: []string{"application_is_guessed", "requested_server_name"}}
	_, unbound := metered(t, pcap, c)
	c.TableSize = int(unbound.Flows)
	for c.Memory = least(t, c); flowsWithin(t, c) < c.TableSize; c.Memory += 64 << 10 {
	}
	text, stats := metered(t, pcap, c)
	require.NotZero(t, stats.Uninspected)
	require.Zero(t, stats.Ended[flow.Evicted])
	require.Equal(t, unbound.Flows, stats.Flows)
	require.Greater(t, strings.Count(text, "1,\n"), int(stats.Uninspected)/2, "they are guessed")
}

func flowsWithin(t *testing.T, c nfstream.Config) int {
	t.Helper()
	s, err := nfstream.New(&ticks{}, c)
	require.NoError(t, err)
	return s.Budget().Flows
}

// With memory enough the rows are those without a bound, also where very many flows end at once.
func TestEnoughMemoryChangesNothing(t *testing.T) {
	const record = 16 + 66
	flood := made(t, "flood", 20_000)
	late := bytes.Clone(flood[len(flood)-record:])
	binary.LittleEndian.PutUint32(late, binary.LittleEndian.Uint32(late)+3600)
	for _, pcap := range [][]byte{made(t, "churn", 30_000), append(flood, late...)} {
		c := nfstream.Config{Workers: 1, Fields: []string{"all"}, Statistics: true}
		want, unbound := metered(t, pcap, c)
		for _, c.Workers = range []int{1, 2, 3} {
			c.Memory = 256 << 20
			got, stats := metered(t, pcap, c)
			require.True(t, want == got, "%d workers", c.Workers)
			require.Equal(t, unbound, stats)
		}
	}
}

// watched is a source that looks at the heap now and then.
type watched struct {
	capture.Source
	calls int
	heap  uint64
}

func (w *watched) Next(ctx context.Context, b *capture.Batch) error {
	if w.calls++; w.calls%50 == 0 {
		w.heap = max(w.heap, heapInUse())
	}
	return w.Source.Next(ctx, b)
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what a cleanup kept
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// What lives on the heap stays within the parts of the budget.
func TestTheHeapIsWithinTheBudget(t *testing.T) {
	for _, c := range []nfstream.Config{{}, {Statistics: true, SPLT: 20}, {Dissect: nfstream.Off},
		{Fields: []string{"default", "tcp_fingerprint"}}, {Workers: 2}} {
		c.Workers = max(c.Workers, 1)
		c.Memory = max(least(t, c), 12<<20)
		for _, name := range []string{"flood", "churn"} {
			pcap := made(t, name, 200_000)
			used, b := heapOf(t, pcap, c)
			parts := b.Total() - b.Rings - b.Garbage
			t.Logf("%s: %d of %d", name, used, parts)
			require.LessOrEqual(t, used, parts+parts/16, "%+v", b)
			require.Greater(t, used, b.Table/2, "the table is used")
		}
	}
}

// heapOf returns how much more is on the heap while a capture is metered.
func heapOf(t *testing.T, pcap []byte, c nfstream.Config) (int, nfstream.Budget) {
	t.Helper()
	before := heapInUse()
	src, err := capture.NewReader(bytes.NewReader(pcap))
	require.NoError(t, err)
	w := &watched{Source: src}
	s, err := nfstream.New(w, c)
	require.NoError(t, err)
	require.NoError(t, s.Run(t.Context()))
	runtime.KeepAlive(pcap)
	return int(w.heap) - int(before), s.Budget()
}

func TestSharesOfMemory(t *testing.T) {
	s, err := nfstream.New(&ticks{}, nfstream.Config{Memory: 16 << 20})
	require.NoError(t, err)
	b := s.Budget()
	require.LessOrEqual(t, b.Total(), 16<<20)
	require.Greater(t, b.Flows, 10_000)
	s, err = nfstream.New(&ticks{}, nfstream.Config{})
	require.NoError(t, err)
	require.Zero(t, s.Budget())
	_, err = nfstream.New(&ticks{}, nfstream.Config{Memory: -2})
	require.ErrorIs(t, err, nfstream.ErrConfig)
}
