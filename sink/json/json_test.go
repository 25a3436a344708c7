package json

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/rows"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
)

type object map[string]any

// readBack parses JSON lines with another reader.
func readBack(t testing.TB, text []byte) (objects []object) {
	t.Helper()
	for line := range bytes.Lines(text) {
		require.True(t, json.Valid(line), "%q", line)
		d := json.NewDecoder(bytes.NewReader(line))
		d.UseNumber()
		var o object
		require.NoError(t, d.Decode(&o))
		objects = append(objects, o)
	}
	return objects
}

// seen returns a text as rows show it.
func seen(text string) string { return string(rows.Clean([]byte(text), 0)) }

func TestValuesReadBack(t *testing.T) {
	columns, flows := rowstest.Flows(t, 2000, nfstream.Config{Fields: []string{"all"}, Statistics: true, SPLT: 5})
	var out bytes.Buffer
	w := NewWriter(&out, columns)
	for _, f := range flows {
		require.NoError(t, w.Write(f))
	}
	require.NoError(t, w.Flush())
	objects := readBack(t, out.Bytes())
	require.Len(t, objects, len(flows))
	for i, o := range objects {
		require.Len(t, o, len(columns))
		for _, c := range columns {
			requireValue(t, c, flows[i], o[c.Name])
		}
	}
}

func requireValue(t *testing.T, c *nfstream.Column, f *nfstream.Flow, v any) {
	t.Helper()
	switch {
	case c.Type == nfstream.Text, c.Type == nfstream.Time:
		require.Equal(t, c.Text(f), v, c.Name)
	case c.Type.List():
		var texts []string
		for _, e := range v.([]any) {
			texts = append(texts, string(e.(json.Number)))
		}
		require.Equal(t, c.Text(f), "["+strings.Join(texts, ",")+"]", c.Name)
	default:
		require.Equal(t, json.Number(c.Text(f)), v, c.Name)
	}
}

func TestHostileTexts(t *testing.T) {
	own := &rowstest.Own{Names: [2]string{"a \"name\",\nin two lines", `\`}}
	columns, flows := rowstest.Flows(t, 1, nfstream.Config{Plugins: []nfstream.Plugin{own}, Fields: []string{"plugins"}})
	for _, a := range rowstest.Hostile {
		for _, b := range rowstest.Hostile {
			own.SetTexts(flows[0], a, a+b)
			var out bytes.Buffer
			w := NewWriter(&out, columns)
			require.NoError(t, w.Write(flows[0]))
			require.NoError(t, w.Flush())
			o := readBack(t, out.Bytes())[0]
			require.Equal(t, seen(a), o[seen(own.Names[0])])
			require.Equal(t, seen(a+b), o[own.Names[1]])
		}
	}
}

func TestNumbersThatJSONLacks(t *testing.T) {
	own := &rowstest.Own{Names: [2]string{"a", "b"}}
	columns, flows := rowstest.Flows(t, 1, nfstream.Config{Plugins: []nfstream.Plugin{own},
		Fields: []string{rowstest.Number, rowstest.List}})
	var out bytes.Buffer
	w := NewWriter(&out, columns)
	for _, last := range []float64{1.5, math.NaN(), math.Inf(1), math.Inf(-1)} {
		own.SetNumbers(flows[0], math.NaN(), math.Inf(1), 2, math.Inf(-1), last)
		require.NoError(t, w.Write(flows[0]))
	}
	require.NoError(t, w.Flush())
	require.Equal(t, `{"own_number":1.5,"own_list":[null,null,2.0,null,1.5]}
{"own_number":null,"own_list":[null,null,2.0,null,null]}
{"own_number":null,"own_list":[null,null,2.0,null,null]}
{"own_number":null,"own_list":[null,null,2.0,null,null]}
`, out.String())
}

func TestRowsDoNotAllocate(t *testing.T) {
	own := &rowstest.Own{Names: [2]string{"a", "b"}}
	columns, flows := rowstest.Flows(t, 2000, nfstream.Config{Plugins: []nfstream.Plugin{own}, Statistics: true})
	for _, f := range flows {
		own.SetTexts(f, `"`, "grüße")
	}
	rowstest.RequireNoAllocations(t, NewWriter(io.Discard, columns), flows)
	columns, flows = rowstest.Flows(t, 2000, nfstream.Config{Statistics: true, SPLT: 10, TimeFormat: nfstream.TimeISO,
		Null: nfstream.Empty, Fields: []string{"all"}})
	rowstest.RequireNoAllocations(t, NewWriter(io.Discard, columns), flows)
}

func FuzzText(f *testing.F) {
	own := &rowstest.Own{Names: [2]string{"a", "b"}}
	columns, flows := rowstest.Flows(f, 1, nfstream.Config{Plugins: []nfstream.Plugin{own}, Fields: []string{"plugins"}})
	for _, text := range rowstest.Hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		own.SetTexts(flows[0], text, "")
		var out bytes.Buffer
		w := NewWriter(&out, columns)
		require.NoError(t, w.Write(flows[0]))
		require.NoError(t, w.Flush())
		require.Equal(t, seen(text), readBack(t, out.Bytes())[0]["a"])
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
