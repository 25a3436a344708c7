package arrow_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/internal/rows"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
	"github.com/nfstream/nfstream-go/l7/metadata"
	sink "github.com/nfstream/nfstream-go/sink/arrow"
)

// null is what the expected rows show for what was not observed.
const null = "(none)"

// all are all columns but those of nfstream6.
var all = nfstream.Config{Fields: []string{"all"}, Statistics: true, SPLT: 4, Passwords: true, Workers: 1}

// captured calls visit for the flows of all captures of testdata.
func captured(t testing.TB, config nfstream.Config) (columns []*nfstream.Column, flows []*nfstream.Flow) {
	t.Helper()
	paths, err := filepath.Glob("../../testdata/*.pcap*")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		s, err := nfstream.Open(path, config)
		require.NoError(t, err)
		columns = s.Columns()
		for f, err := range s.Flows(t.Context()) {
			if err != nil {
				break // a capture that is damaged on purpose
			}
			flows = append(flows, f)
		}
	}
	return columns, flows
}

// dated is a flow whose certificate has dates that nanoseconds cannot hold.
func dated(like *nfstream.Flow) *nfstream.Flow {
	f := like.Clone()
	r := f.Record(record.Access{})
	whole := *r
	f.Show(r.Core, f.Label(), &metadata.Set{Certificate: &metadata.Certificate{NotBefore: time.Date(1950, 1, 1, 0, 0, 1, 0, time.UTC),
		NotAfter: time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), Names: "a,b\xff,,c"}}, nil, nil)
	*r = whole
	return f
}

// expected returns a value as a reader of types should have it, by the text that CSV shows.
func expected(t testing.TB, c *nfstream.Column, f *nfstream.Flow) any {
	t.Helper()
	text := c.Text(f)
	if text == null {
		return nil
	}
	number := func() (n int64) {
		n, err := strconv.ParseInt(text, 10, 64)
		require.NoError(t, err, c.Name)
		return n
	}
	switch {
	case strings.HasSuffix(c.Name, "_seen_ms"):
		return number() // of nanoseconds, by Config.TimeFormat
	case strings.HasPrefix(c.Name, "tls_not_"):
		at, err := time.Parse(time.DateTime, text)
		require.NoError(t, err)
		return at.Unix()
	case c.Type == nfstream.Int:
		return number()
	case c.Type == nfstream.Millis, c.Type == nfstream.Float:
		v, err := strconv.ParseFloat(text, 64)
		require.NoError(t, err, c.Name)
		return v
	case c.Type == nfstream.IntList:
		list := []int64{}
		require.NoError(t, json.Unmarshal([]byte(text), &list))
		return list
	case c.Type == nfstream.FloatList:
		list := []float64{}
		require.NoError(t, json.Unmarshal([]byte(text), &list))
		return list
	case c.TextList():
		list := c.Texts(nil, f)
		for i := range list {
			list[i] = string(rows.Clean([]byte(list[i]), 0))
		}
		return list
	}
	return text
}

// kind is the type of a column that docs/arrow.md names.
func kind(c *nfstream.Column, stream bool) string {
	switch {
	case strings.HasSuffix(c.Name, "_seen_ms"):
		return "timestamp[ns, tz=UTC]"
	case strings.HasPrefix(c.Name, "tls_not_"):
		return "timestamp[s, tz=UTC]"
	case c.Type == nfstream.Int:
		return c.Width().String()
	case c.Type == nfstream.Millis, c.Type == nfstream.Float:
		return "double"
	case c.Type == nfstream.IntList:
		return "list<item: " + c.Width().String() + ">"
	case c.Type == nfstream.FloatList:
		return "list<item: double>"
	case c.TextList():
		return "list<item: string>"
	case c.Repeats() && stream:
		return "dictionary<values=string, indices=int32, ordered=0>"
	}
	return "string"
}

// write writes flows and returns what was written.
func write(t testing.TB, columns []*nfstream.Column, flows []*nfstream.Flow, stream bool, o sink.Options) []byte {
	t.Helper()
	var out bytes.Buffer
	w := open(&out, columns, stream, o)
	for _, f := range flows {
		require.NoError(t, w.Write(f))
	}
	require.NoError(t, w.Flush())
	require.NoError(t, w.Close())
	require.NoError(t, w.Close())
	return out.Bytes()
}

func open(w io.Writer, columns []*nfstream.Column, stream bool, o sink.Options) *sink.Writer {
	if stream {
		return sink.NewStream(w, columns, o)
	}
	return sink.NewFile(w, columns, o)
}

// read returns the batches of a stream or a file.
func read(t testing.TB, data []byte, stream bool) (schema *arrow.Schema, batches []arrow.RecordBatch) {
	t.Helper()
	if stream {
		r, err := ipc.NewReader(bytes.NewReader(data))
		require.NoError(t, err)
		for r.Next() {
			batch := r.RecordBatch()
			batch.Retain()
			batches = append(batches, batch)
		}
		require.NoError(t, r.Err())
		return r.Schema(), batches
	}
	r, err := ipc.NewFileReader(bytes.NewReader(data))
	require.NoError(t, err)
	for i := range r.NumRecords() {
		batch, err := r.RecordBatchAt(i)
		require.NoError(t, err)
		batches = append(batches, batch)
	}
	return r.Schema(), batches
}

// valueOf returns a value of an array in the form of expected.
func valueOf(t testing.TB, a arrow.Array, i int) any {
	t.Helper()
	if a.IsNull(i) {
		return nil
	}
	switch a := a.(type) {
	case *array.Dictionary:
		return valueOf(t, a.Dictionary(), a.GetValueIndex(i))
	case *array.String:
		return strings.Clone(a.Value(i))
	case *array.Timestamp:
		return int64(a.Value(i))
	case *array.Float64:
		return a.Value(i)
	case *array.List:
		from, to := a.ValueOffsets(i)
		return listOf(t, a.ListValues(), int(from), int(to))
	}
	n, err := strconv.ParseInt(a.ValueStr(i), 10, 64)
	require.NoError(t, err)
	return n
}

func listOf(t testing.TB, of arrow.Array, from, to int) any {
	t.Helper()
	switch of.(type) {
	case *array.String:
		return elements[string](t, of, from, to)
	case *array.Float64:
		return elements[float64](t, of, from, to)
	}
	return elements[int64](t, of, from, to)
}

func elements[T any](t testing.TB, of arrow.Array, from, to int) []T {
	list := []T{}
	for i := from; i < to; i++ {
		list = append(list, valueOf(t, of, i).(T))
	}
	return list
}

// Every value of every capture comes back as CSV shows it, whatever form rows have and wherever batches end.
func TestValuesReadBack(t *testing.T) {
	config := all
	config.Null, config.TimeFormat = null, nfstream.TimeNanos
	wanted, flows := captured(t, config)
	flows = append(flows, dated(flows[0]))
	want := make([][]any, len(wanted))
	for j, c := range wanted {
		for _, f := range flows {
			want[j] = append(want[j], expected(t, c, f))
		}
	}
	for name, c := range map[string]struct {
		null   string
		format nfstream.TimeFormat
		stream bool
		o      sink.Options
	}{
		"stream":        {"", nfstream.TimeMillis, true, sink.Options{}},
		"file":          {"", nfstream.TimeMillis, false, sink.Options{}},
		"small batches": {nfstream.Empty, nfstream.TimeISO, true, sink.Options{BatchRows: 7}},
		"small bytes":   {"-", nfstream.TimeNanos, true, sink.Options{BatchBytes: 30_000, Compression: sink.LZ4}},
		"small file":    {"-", nfstream.TimeISO, false, sink.Options{BatchRows: 100, Compression: sink.LZ4}},
		"plain file":    {"", nfstream.TimeNanos, false, sink.Options{BatchRows: 100, Compression: sink.Uncompressed}},
		"packed":        {"", nfstream.TimeNanos, true, sink.Options{BatchRows: 500, BatchBytes: 1 << 30, Compression: sink.Zstd}},
	} {
		t.Run(name, func(t *testing.T) {
			config.Null, config.TimeFormat = c.null, c.format
			columns, _ := rowstest.Flows(t, 10, config)
			schema, batches := read(t, write(t, columns, flows, c.stream, c.o), c.stream)
			if c.o.BatchRows > 0 {
				require.Equal(t, (len(flows)+c.o.BatchRows-1)/c.o.BatchRows, len(batches))
			}
			at := 0
			for _, batch := range batches {
				for j, column := range wanted {
					require.Equal(t, column.Name, schema.Field(j).Name)
					for i := range int(batch.NumRows()) {
						if got := valueOf(t, batch.Column(j), i); !reflect.DeepEqual(want[j][at+i], got) {
							require.Equal(t, want[j][at+i], got, column.Name)
						}
					}
				}
				at += int(batch.NumRows())
			}
			require.Len(t, flows, at)
		})
	}
}

func TestNfstream6(t *testing.T) {
	config := nfstream.Config{Fields: []string{"nfstream6"}, Statistics: true, SPLT: 3}
	columns, flows := rowstest.Flows(t, 500, config)
	schema, batches := read(t, write(t, columns, flows, true, sink.Options{}), true)
	at, _ := schema.FieldsByName("bidirectional_first_seen_ms")
	require.Equal(t, arrow.INT64, at[0].Type.ID(), "whole milliseconds, as in nfstream 6")
	for j, c := range columns {
		for i, f := range flows {
			if got := valueOf(t, batches[0].Column(j), i); c.Type == nfstream.Int && !c.Absent(f) {
				require.Equal(t, c.Int(f), got, c.Name)
			}
		}
	}
}

func TestSchemaDescribesColumns(t *testing.T) {
	columns, flows := rowstest.Flows(t, 10, all)
	schema, _ := read(t, write(t, columns, flows, true,
		sink.Options{Program: "nfstream-full 1.2", Settings: map[string]string{"splt": "4"}}), true)
	require.Equal(t, map[string]string{"nfstream.schema": "1", "nfstream.program": "nfstream-full 1.2",
		"nfstream.settings": `{"splt":"4"}`}, schema.Metadata().ToMap())
	for i, c := range columns {
		m := schema.Field(i).Metadata.ToMap()
		require.Equal(t, c.Doc, m[sink.KeyDoc])
		require.Equal(t, c.Group, m[sink.KeyGroup])
		if c.Moment() {
			require.NotContains(t, m, sink.KeyUnit)
		} else {
			require.Equal(t, c.Unit, m[sink.KeyUnit])
		}
	}
}

// A stream without flows has its columns.
func TestNoFlows(t *testing.T) {
	columns, _ := rowstest.Flows(t, 10, all)
	for _, stream := range []bool{true, false} {
		schema, batches := read(t, write(t, columns, nil, stream, sink.Options{}), stream)
		require.Len(t, schema.Fields(), len(columns))
		require.Empty(t, batches)
	}
}

func TestHostileTexts(t *testing.T) {
	own := &rowstest.Own{Names: [2]string{"a \"name\",\nin two lines", "b"}}
	columns, flows := rowstest.Flows(t, 1, nfstream.Config{Plugins: []nfstream.Plugin{own}, Fields: []string{"plugins", "id"}})
	for _, text := range rowstest.Hostile {
		own.SetTexts(flows[0], text, "x")
		_, batches := read(t, write(t, columns, flows[:1], true, sink.Options{}), true)
		var want any
		if text != "" {
			want = string(rows.Clean([]byte(text), 0))
		}
		require.Equal(t, want, valueOf(t, batches[0].Column(1), 0))
	}
}

// Flush makes the rows of a stream readable.
func TestFlushOfLiveStreams(t *testing.T) {
	columns, flows := rowstest.Flows(t, 500, all)
	r, w := io.Pipe()
	got := make(chan int64)
	go func() {
		in, err := ipc.NewReader(r)
		if err == nil {
			for in.Next() {
				got <- in.RecordBatch().NumRows()
			}
		}
		close(got)
	}()
	out := sink.NewStream(w, columns, sink.Options{})
	for _, f := range flows[:3] {
		require.NoError(t, out.Write(f))
	}
	done := make(chan error)
	go func() { done <- out.Flush() }()
	require.EqualValues(t, 3, <-got)
	require.NoError(t, <-done)
	require.NoError(t, out.Flush(), "there is nothing to flush")
	go func() { done <- errors.Join(out.Close(), w.Close()) }()
	require.Zero(t, <-got, "the stream ends")
	require.NoError(t, <-done)
	require.Error(t, out.Write(flows[0]))
}

// limited is a writer that fails after some bytes.
type limited struct{ left int }

var errFull = errors.New("no space left")

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// A failing writer is reported, wherever it fails, and no later row is taken for written.
func TestFailingWriters(t *testing.T) {
	columns, flows := rowstest.Flows(t, 300, nfstream.Config{})
	for _, stream := range []bool{true, false} {
		size := len(write(t, columns, flows, stream, sink.Options{BatchRows: 5, Program: "x"}))
		for left := 0; left < size; left += max(size/50, 1) {
			w := open(&limited{left}, columns, stream, sink.Options{BatchRows: 5, Program: "x"})
			var first error
			for _, f := range flows {
				if err := w.Write(f); first != nil {
					require.Equal(t, first, err)
				} else {
					first = err
				}
			}
			err := w.Close()
			require.True(t, (first == nil) != (err == nil), "one error: %v, %v", first, err)
			err = errors.Join(first, err)
			require.ErrorIs(t, err, errFull)
			require.True(t, strings.HasPrefix(err.Error(), "arrow: "), "%v", err)
		}
	}
}

// declared is a plug-in whose column does not keep to its type.
type declared struct{ value int64 }

func (*declared) Columns() []nfstream.Column {
	return []nfstream.Column{{Name: "own", Type: nfstream.Int, Integer: nfstream.Width{Bits: 8, Unsigned: true}},
		{Name: "class", Type: nfstream.Text, Categorical: true}}
}

func (d *declared) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	own := s.Int("own")
	return nfstream.Hooks{Expire: func(f *nfstream.Flow) { own.Set(f, d.value) }}, nil
}

func TestPluginsDeclareTypes(t *testing.T) {
	for value, fits := range map[int64]bool{0: true, 255: true, 256: false, -1: true, -2: false} {
		columns, flows := rowstest.Flows(t, 10, nfstream.Config{Plugins: []nfstream.Plugin{&declared{value}}, Fields: []string{"plugins"}})
		w := sink.NewStream(io.Discard, columns, sink.Options{})
		if err := w.Write(flows[0]); !fits {
			require.EqualError(t, err, "arrow: column own: "+strconv.FormatInt(value, 10)+" does not fit uint8")
		} else {
			require.NoError(t, err)
		}
		require.Equal(t, "dictionary<values=utf8, indices=int32, ordered=false>",
			sink.Schema(columns, sink.Options{}, true).Field(1).Type.String())
	}
}

// Rows cost no allocation; a batch costs some for each column.
func TestRowsDoNotAllocate(t *testing.T) {
	columns, flows := rowstest.Flows(t, 2000, nfstream.Config{Fields: []string{"all"}, Statistics: true})
	for _, stream := range []bool{true, false} {
		w := open(io.Discard, columns, stream, sink.Options{BatchRows: 1 << 13, BatchBytes: 1 << 30, Compression: sink.Uncompressed})
		fill := func() {
			for range 5 {
				for _, f := range flows {
					require.NoError(t, w.Write(f))
				}
			}
		}
		fill()
		for range 2 { // the first batches grow the vectors
			for i := range 1 << 13 {
				require.NoError(t, w.Write(flows[i%len(flows)]))
			}
		}
		require.NoError(t, w.Flush())
		allocs := testing.AllocsPerRun(1, fill) / float64(5*len(flows))
		require.Less(t, allocs, 0.05, "stream: %v", stream)
	}
}

// The package links no more of the library than it needs.
func TestLinks(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	for _, path := range strings.Fields(string(out)) {
		for _, heavy := range []string{"arrow/compute",
			"arrow/flight", "arrow-go/v18/parquet", "google.golang.org", "apache/thrift", "arrow/csv"} {
			require.NotContains(t, path, heavy)
		}
	}
}

// On a machine whose order of bytes the library does not know the package does not compile, by endian.go.
func TestBigEndianMachinesAreRefused(t *testing.T) {
	for machine, refused := range map[string]bool{"mips": true, "mips64": true, "ppc64": true, "mipsle": false, "s390x": false,
		"ppc64le": false, "arm": false, "386": false} {
		list := exec.Command("go", "list", "-f", "{{.GoFiles}}", ".")
		list.Env = append(list.Environ(), "GOOS=linux", "GOARCH="+machine, "CGO_ENABLED=0")
		out, err := list.Output()
		require.NoError(t, err)
		require.Equal(t, refused, strings.Contains(string(out), "endian.go"), machine)
	}
}
