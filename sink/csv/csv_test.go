package csv

import (
	"bytes"
	"encoding/csv"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/rows"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
)

// readBack parses CSV text with another reader.
func readBack(t testing.TB, text []byte) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(text))
	records, err := r.ReadAll() // returns an error for records of different lengths
	require.NoError(t, err, "%q", text)
	return records
}

// seen returns a text as rows show it.
func seen(text string) string { return string(rows.Clean([]byte(text), 0)) }

func TestCellsReadBack(t *testing.T) {
	columns, flows := rowstest.Flows(t, 2000, nfstream.Config{Fields: []string{"all"}, Statistics: true, SPLT: 5})
	var out bytes.Buffer
	w := NewWriter(&out, columns)
	for _, f := range flows {
		require.NoError(t, w.Write(f))
	}
	require.NoError(t, w.Flush())
	records := readBack(t, out.Bytes())
	require.Len(t, records, len(flows)+1)
	for i, c := range columns {
		require.Equal(t, c.Name, records[0][i])
		for j, f := range flows {
			require.Equal(t, seen(c.Text(f)), records[j+1][i], c.Name)
		}
	}
}

func TestHostileTexts(t *testing.T) {
	own := &rowstest.Own{Names: [2]string{"a \"name\",\nin two lines", "b"}}
	columns, flows := rowstest.Flows(t, 1, nfstream.Config{Plugins: []nfstream.Plugin{own}, Fields: []string{"plugins", "id"}})
	for _, a := range rowstest.Hostile {
		for _, b := range rowstest.Hostile {
			own.SetTexts(flows[0], a, b)
			var out bytes.Buffer
			w := NewWriter(&out, columns)
			require.NoError(t, w.Write(flows[0]))
			require.NoError(t, w.Flush())
			records := readBack(t, out.Bytes())
			require.Equal(t, []string{seen(own.Names[0]), own.Names[1]}, records[0][1:3])
			require.Equal(t, []string{seen(a), seen(b)}, records[1][1:3])
		}
	}
}

func TestLineOfOneEmptyCell(t *testing.T) {
	columns, flows := rowstest.Flows(t, 1, nfstream.Config{Fields: []string{"user_agent"}})
	var out bytes.Buffer
	w := NewWriter(&out, columns)
	require.NoError(t, w.Write(flows[0]))
	require.NoError(t, w.Flush())
	require.Equal(t, "user_agent\n\"\"\n", out.String())
}

func TestHeaderWithoutFlows(t *testing.T) {
	columns, _ := rowstest.Flows(t, 1, nfstream.Config{Fields: []string{"id", "src_ip"}})
	var out bytes.Buffer
	w := NewWriter(&out, columns)
	require.NoError(t, w.Flush())
	require.NoError(t, w.Flush())
	require.Equal(t, "id,src_ip\n", out.String())
}

func TestRowsDoNotAllocate(t *testing.T) {
	own := &rowstest.Own{Names: [2]string{"a", "b"}}
	columns, flows := rowstest.Flows(t, 2000, nfstream.Config{Plugins: []nfstream.Plugin{own}, Statistics: true})
	for _, f := range flows {
		own.SetTexts(f, `"`, "a,b")
	}
	rowstest.RequireNoAllocations(t, NewWriter(io.Discard, columns), flows)
}

func FuzzCell(f *testing.F) {
	own := &rowstest.Own{Names: [2]string{"a", "b"}}
	columns, flows := rowstest.Flows(f, 1, nfstream.Config{Plugins: []nfstream.Plugin{own}, Fields: []string{"plugins"}})
	for i, text := range rowstest.Hostile {
		f.Add(text, rowstest.Hostile[len(rowstest.Hostile)-1-i])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		own.SetTexts(flows[0], a, b)
		var out bytes.Buffer
		w := NewWriter(&out, columns)
		require.NoError(t, w.Write(flows[0]))
		require.NoError(t, w.Flush())
		require.Equal(t, []string{seen(a), seen(b)}, readBack(t, out.Bytes())[1][:2])
	})
}

func newSink(w io.Writer, columns []*nfstream.Column) nfstream.Sink { return NewWriter(w, columns) }

// BenchmarkRow writes the rows of the flows of a mix in turn.
func BenchmarkRow(b *testing.B) {
	b.Run("default", func(b *testing.B) { rowstest.Benchmark(b, nfstream.Config{}, newSink) })
	b.Run("statistics", func(b *testing.B) { rowstest.Benchmark(b, nfstream.Config{Statistics: true}, newSink) })
	b.Run("all", func(b *testing.B) {
		rowstest.Benchmark(b, nfstream.Config{Statistics: true, SPLT: 10, Fields: []string{"all"}}, newSink)
	})
}
