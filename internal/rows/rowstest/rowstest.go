// Package rowstest provides flows and checks for tests of sinks.
package rowstest

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/capture"
)

// Hostile are texts that may break a sink.
var Hostile = []string{
	"", " ", ",", `"`, `""`, `a"b`, `"quoted"`, "a,b", "a\nb", "a\rb", "a\r\nb", "\n", "\r", "\x00", "nul\x00nul", `\`, `\"`, `\n`,
	"\x7f", "\x1b[31m", "tab\there", "\xff", "cut \xe2\x82", "\xed\xa0\x80", "\xc0\xaf", "\ufffd", "\ufeff", "\u2028",
	"grüße", "日本語", "😀", "=1+1", "<script>", `\.`, "'", "a;b", "]}", "null", "NaN",
}

// Flows returns the flows of a capture with n packets of mixed traffic, and the columns of the configuration.
func Flows(tb testing.TB, packets int, config nfstream.Config) ([]*nfstream.Column, []*nfstream.Flow) {
	tb.Helper()
	var pcap bytes.Buffer
	_, err := workload.Write(&pcap, workload.Options{Name: "mix", Packets: packets, Seed: 1})
	require.NoError(tb, err)
	src, err := capture.NewReader(&pcap)
	require.NoError(tb, err)
	config.Workers = 1
	s, err := nfstream.New(src, config)
	require.NoError(tb, err)
	var flows []*nfstream.Flow
	for flow, err := range s.Flows(tb.Context()) {
		require.NoError(tb, err)
		flows = append(flows, flow)
	}
	require.NotEmpty(tb, flows)
	return s.Columns(), flows
}

// Own is a plug-in with columns that a test sets.
type Own struct {
	Names  [2]string // of the texts
	texts  [2]nfstream.RefColumn[string]
	number nfstream.FloatColumn
	list   nfstream.RefColumn[[]float64]
}

// Names of the other columns of Own.
const (
	Number = "own_number"
	List   = "own_list"
)

// Columns returns two texts, a number and a list of numbers.
func (o *Own) Columns() []nfstream.Column {
	return []nfstream.Column{
		{Name: o.Names[0], Type: nfstream.Text}, {Name: o.Names[1], Type: nfstream.Text},
		{Name: Number, Type: nfstream.Float}, {Name: List, Type: nfstream.FloatList},
	}
}

// Open returns hooks and resolves the columns.
func (o *Own) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	o.texts = [2]nfstream.RefColumn[string]{s.Text(o.Names[0]), s.Text(o.Names[1])}
	o.number, o.list = s.Float(Number), s.FloatList(List)
	return nfstream.Hooks{}, nil
}

// SetTexts sets both texts of a flow.
func (o *Own) SetTexts(f *nfstream.Flow, a, b string) {
	o.texts[0].Set(f, a)
	o.texts[1].Set(f, b)
}

// SetNumbers sets the list of a flow to the numbers, and its number to the last one.
func (o *Own) SetNumbers(f *nfstream.Flow, numbers ...float64) {
	o.number.Set(f, numbers[len(numbers)-1])
	o.list.Set(f, numbers)
}

// RequireNoAllocations fails if a row of a flow allocates after a warm-up of the sink.
func RequireNoAllocations(tb testing.TB, sink nfstream.Sink, flows []*nfstream.Flow) {
	tb.Helper()
	i := 0
	write := func() {
		if err := sink.Write(flows[i%len(flows)]); err != nil {
			tb.Error(err)
		}
		i++
	}
	for range 5000 {
		write()
	}
	require.Zero(tb, testing.AllocsPerRun(5000, write))
}

// Benchmark writes the rows of the flows in turn.
func Benchmark(b *testing.B, config nfstream.Config, newSink func(io.Writer, []*nfstream.Column) nfstream.Sink) {
	columns, flows := Flows(b, 5000, config)
	var written counter
	sink := newSink(&written, columns)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if err := sink.Write(flows[i%len(flows)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
	b.ReportMetric(float64(written)/float64(b.N), "bytes/row")
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
