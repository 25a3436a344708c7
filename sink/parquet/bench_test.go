package parquet_test

import (
	"io"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/sink/csv"
	"github.com/nfstream/nfstream-go/sink/parquet"
)

// captured returns the flows of all captures of the project and the columns of a configuration.
func captured(t testing.TB, config nfstream.Config) ([]*nfstream.Flow, []*nfstream.Column) {
	t.Helper()
	paths, err := filepath.Glob("../../testdata/*.pcap*")
	require.NoError(t, err)
	var flows []*nfstream.Flow
	var columns []*nfstream.Column
	for _, path := range paths {
		s, err := nfstream.Open(path, config)
		require.NoError(t, err)
		columns = s.Columns()
		for f, err := range s.Flows(t.Context()) {
			if err != nil {
				break
			}
			flows = append(flows, f)
		}
	}
	return flows, columns
}

// varied returns n flows like the given ones, with end points, times and counts of their own, as flows of a network have.
func varied(flows []*nfstream.Flow, n int) []*nfstream.Flow {
	random := rand.New(rand.NewPCG(1, 2))
	all := make([]*nfstream.Flow, n)
	for i := range all {
		f := flows[random.IntN(len(flows))].Clone()
		r := f.Record(record.Access{})
		r.ID = uint64(i)
		r.Key.A[15], r.Key.B[14], r.Key.B[15] = byte(random.ExpFloat64()*20), byte(random.ExpFloat64()*10), byte(random.IntN(256))
		r.Key.PortA = uint16(random.IntN(1 << 16))
		start := 1_780_000_000e9 + int64(i)*50e6 - int64(random.ExpFloat64()*30e9) - r.First()
		for d := range r.Dir {
			c := &r.Dir[d]
			if c.Packets == 0 {
				continue
			}
			c.First += start
			c.Last += start + int64(random.ExpFloat64()*1e9)
			more := uint64(random.ExpFloat64() * 5)
			c.Packets, c.RawBytes, c.IPBytes = c.Packets+more, c.RawBytes+777*more, c.IPBytes+763*more
			if r.Stats != nil {
				r.Stats.Raw[d].Squares.Lo += more * 777 * 777
			}
		}
		for d := 0; r.Stats != nil && d < len(r.Stats.Piat); d++ {
			r.Stats.Piat[d].Sum += uint64(random.ExpFloat64() * 1e8)
			r.Stats.Piat[d].Squares.Lo += uint64(random.ExpFloat64() * 1e15)
			r.Stats.Piat[d].Max += int64(random.ExpFloat64() * 1e7)
		}
		all[i] = f
	}
	return all
}

// processorTime is that of the process, since others may share the machine.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func benchmark(b *testing.B, newSink func(io.Writer, []*nfstream.Column) nfstream.Sink) {
	runtime.GOMAXPROCS(1)
	config := nfstream.Config{Statistics: true}
	flows, columns := captured(b, config)
	flows = varied(flows, 50_000)
	b.Logf("%d columns", len(columns))
	before, loops := processorTime(), 0
	const rows = 200_000
	var size counter
	for b.Loop() {
		size = 0
		loops++
		sink := newSink(&size, columns)
		for i := range rows {
			if err := sink.Write(flows[i%len(flows)]); err != nil {
				b.Fatal(err)
			}
		}
		require.NoError(b, sink.Flush())
		if c, ok := sink.(io.Closer); ok {
			require.NoError(b, c.Close())
		}
	}
	b.ReportMetric(float64(rows*loops)/(processorTime()-before).Seconds(), "rows/cpu-s")
	b.ReportMetric(float64(size)/rows, "bytes/row")
}

type counter int64

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

func BenchmarkParquet(b *testing.B) {
	benchmark(b, func(w io.Writer, columns []*nfstream.Column) nfstream.Sink {
		return parquet.NewWriter(w, columns, parquet.Options{})
	})
}

func BenchmarkCSV(b *testing.B) {
	benchmark(b, func(w io.Writer, columns []*nfstream.Column) nfstream.Sink { return csv.NewWriter(w, columns) })
}

