package arrow_test

import (
	"io"
	"math/rand/v2"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/record"
	sink "github.com/nfstream/nfstream-go/sink/arrow"
	"github.com/nfstream/nfstream-go/sink/csv"
)

// network returns n flows like those of the captures, with end points, times and counts of their own.
func network(flows []*nfstream.Flow, n int) []*nfstream.Flow {
	random := rand.New(rand.NewPCG(1, 2))
	many := make([]*nfstream.Flow, n)
	for i := range many {
		f := flows[random.IntN(len(flows))].Clone()
		r := f.Record(record.Access{})
		r.ID = uint64(i)
		r.Key.A[15], r.Key.B[14], r.Key.B[15] = byte(random.ExpFloat64()*20), byte(random.ExpFloat64()*10), byte(random.IntN(256))
		r.Key.PortA = uint16(random.IntN(1 << 16))
		start := int64(i)*50e6 - int64(random.ExpFloat64()*30e9) - r.First()
		for d := range r.Dir {
			if c := &r.Dir[d]; c.Packets > 0 {
				more := uint64(random.ExpFloat64() * 5)
				c.First += start
				c.Last += start + int64(random.ExpFloat64()*1e9)
				c.Packets, c.RawBytes, c.IPBytes = c.Packets+more, c.RawBytes+777*more, c.IPBytes+763*more
			}
		}
		for d := range r.Stats.Piat {
			r.Stats.Piat[d].Sum += uint64(random.ExpFloat64() * 1e8)
			r.Stats.Piat[d].Max += int64(random.ExpFloat64() * 1e7)
		}
		many[i] = f
	}
	return many
}

// processorTime is that of the process, since others may share the machine.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// sized counts the bytes of a sink.
type sized int64

func (s *sized) Write(p []byte) (int, error) { *s += sized(len(p)); return len(p), nil }

// BenchmarkRows writes rows of the columns of --statistics to all sinks in turns, so that each has the same
// share of the machine. Processor time is that of the process with one thread.
func BenchmarkRows(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	columns, flows := captured(b, nfstream.Config{Statistics: true})
	flows = network(flows, 1_000) // those of a batch, which the table has just ended
	sinks := []struct {
		name string
		open func(io.Writer) nfstream.Sink
	}{
		{"csv", func(w io.Writer) nfstream.Sink { return csv.NewWriter(w, columns) }},
		{"stream", func(w io.Writer) nfstream.Sink { return sink.NewStream(w, columns, sink.Options{}) }},
		{"file", func(w io.Writer) nfstream.Sink {
			return sink.NewFile(w, columns, sink.Options{Compression: sink.Uncompressed})
		}},
		{"zstd", func(w io.Writer) nfstream.Sink { return sink.NewFile(w, columns, sink.Options{Compression: sink.Zstd}) }},
		{"lz4", func(w io.Writer) nfstream.Sink { return sink.NewFile(w, columns, sink.Options{Compression: sink.LZ4}) }},
	}
	const rows = 100_000
	spent, sizes, turns := make([]time.Duration, len(sinks)), make([]sized, len(sinks)), 0
	for b.Loop() {
		turns++
		for i, s := range sinks {
			before := processorTime()
			sizes[i] = 0
			w := s.open(&sizes[i])
			for j := range rows {
				if err := w.Write(flows[j%len(flows)]); err != nil {
					b.Fatal(err)
				}
			}
			require.NoError(b, w.Flush())
			if c, ok := w.(io.Closer); ok {
				require.NoError(b, c.Close())
			}
			spent[i] += processorTime() - before
		}
	}
	b.ReportMetric(float64(len(columns)), "columns")
	for i, s := range sinks {
		b.ReportMetric(float64(rows*turns)/spent[i].Seconds(), s.name+"-rows/s")
		b.ReportMetric(float64(sizes[i])/rows, s.name+"-B/row")
	}
}
