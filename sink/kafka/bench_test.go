package kafka

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
)

// wide are about 100 columns.
var wide = nfstream.Config{Fields: []string{"default", "names", "label"}, Statistics: true, SPLT: 10}

func encoders(tb testing.TB, config nfstream.Config) (map[string]encoder, []*nfstream.Flow) {
	columns, flows := rowstest.Flows(tb, 5000, config)
	protobuf, err := newProtoEncoder(columns)
	require.NoError(tb, err)
	return map[string]encoder{JSON: newJSONEncoder(columns), Protobuf: protobuf}, flows
}

// TestRowsDoNotAllocate checks that encoding does not, of all columns, and that keys do not.
func TestRowsDoNotAllocate(t *testing.T) {
	for _, fields := range []string{"all", "nfstream6"} {
		all, flows := encoders(t, nfstream.Config{Fields: []string{fields}, Statistics: true, SPLT: 10})
		for name, e := range all {
			var value []byte
			i := 0
			encode := func() {
				value, _ = e.append(value[:0], flows[i%len(flows)])
				i++
			}
			for range 2 * len(flows) {
				encode()
			}
			require.Zero(t, testing.AllocsPerRun(2*len(flows), encode), "%s of %s", name, fields)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	all, flows := encoders(b, wide)
	for _, name := range []string{JSON, Protobuf} {
		b.Run(name, func(b *testing.B) {
			var value []byte
			var size, i int
			b.ReportAllocs()
			for b.Loop() {
				value, _ = all[name].append(value[:0], flows[i%len(flows)])
				size += len(value)
				i++
			}
			b.ReportMetric(float64(size)/float64(b.N), "bytes/row")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkProduce is all that a row costs, with a broker in this process that throws it away.
func BenchmarkProduce(b *testing.B) {
	for _, format := range []string{JSON, Protobuf} {
		for _, compression := range []string{"zstd", "lz4", "snappy", none} {
			b.Run(format+"/"+compression, func(b *testing.B) {
				_, _, address := fake(b, kfake.BlackholeProduce())
				columns, flows := rowstest.Flows(b, 5000, wide)
				s := open(b, address, "compression="+compression, Rows{Columns: columns, Format: format, Warn: func(error) {}})
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					if err := s.Write(flows[i%len(flows)]); err != nil {
						b.Fatal(err)
					}
					i++
				}
				require.NoError(b, s.Close())
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			})
		}
	}
}
