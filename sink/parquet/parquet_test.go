package parquet_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	format "github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/sink/parquet"
)

// write returns the file of flows.
func write(t *testing.T, flows []*nfstream.Flow, columns []*nfstream.Column, o parquet.Options) *format.File {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewWriter(&out, columns, o)
	for _, f := range flows {
		require.NoError(t, w.Write(f))
	}
	require.NoError(t, w.Flush())
	require.Zero(t, w.Taken())
	require.NoError(t, w.Close())
	require.NoError(t, w.Close())
	require.EqualValues(t, len(flows), w.Taken())
	require.Error(t, w.Write(nil))
	file, err := format.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	require.NoError(t, err)
	return file
}

// values returns the values of a column in the order of the file.
func values(t *testing.T, file *format.File, name string) (all []format.Value) {
	t.Helper()
	leaf, ok := file.Schema().Lookup(name)
	require.True(t, ok, name)
	for _, g := range file.RowGroups() {
		r := format.NewColumnChunkValueReader(g.ColumnChunks()[leaf.ColumnIndex])
		buf := make([]format.Value, 100)
		for {
			n, err := r.ReadValues(buf)
			for _, v := range buf[:n] {
				all = append(all, v.Clone())
			}
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
		}
	}
	return all
}

func TestRowGroups(t *testing.T) {
	flows, columns := captured(t, nfstream.Config{Statistics: true})
	flows = varied(flows, 2500)
	file := write(t, flows, columns, parquet.Options{RowGroupRows: 1000, Program: "nfstream-full v1.2.3",
		Bloom:    []string{"src_ip", "nothing"},
		Settings: map[string]string{"idle-timeout": "2m0s"}})
	require.EqualValues(t, 2500, file.NumRows())
	var sizes []int64
	for i, g := range file.RowGroups() {
		sizes = append(sizes, g.NumRows())
		require.Equal(t, []string{"bidirectional_first_seen_ms"}, g.SortingColumns()[0].Path())
		m := file.Metadata().RowGroups[i]
		for _, c := range m.Columns {
			require.Equal(t, "ZSTD", c.MetaData.Codec.String())
			require.Equal(t, int64(0), c.MetaData.Statistics.NullCount+c.MetaData.NumValues-g.NumRows()-c.MetaData.Statistics.NullCount)
			require.Positive(t, c.ColumnIndexLength)
			require.Equal(t, c.MetaData.PathInSchema[0] == "src_ip", c.MetaData.BloomFilterOffset > 0)
		}
		require.NotEmpty(t, m.Columns[1].MetaData.Statistics.MinValue)
	}
	require.Equal(t, []int64{1000, 1000, 500}, sizes)
	require.True(t, strings.HasPrefix(file.Metadata().CreatedBy, "nfstream-full version v1.2.3(build parquet-go"), file.Metadata().CreatedBy)
	for key, want := range map[string]string{parquet.KeySchema: parquet.SchemaVersion, parquet.KeyProgram: "nfstream-full v1.2.3",
		parquet.KeySettings: `{"idle-timeout":"2m0s"}`} {
		got, ok := file.Lookup(key)
		require.True(t, ok)
		require.Equal(t, want, got)
	}

	times, ids := values(t, file, "bidirectional_first_seen_ms"), values(t, file, "id")
	for from := 0; from < 2500; from += 1000 {
		var want []int64
		for _, f := range flows[from:min(from+1000, 2500)] {
			want = append(want, f.Bidirectional().First/1000)
		}
		slices.Sort(want)
		for i, us := range want {
			require.Equal(t, us, times[from+i].Int64())
			require.Equal(t, us, flows[ids[from+i].Int64()].Bidirectional().First/1000, "rows stay together")
		}
	}
}

// The form is that of parquet-java's VersionParser, which Spark has.
func TestCreatedBy(t *testing.T) {
	_, columns := captured(t, nfstream.Config{})
	for program, want := range map[string]string{"": "nfstream version 0(build parquet-go", "own": "own version 0(build parquet-go",
		"nfstream-full (devel) go1.26.8 linux/amd64": "nfstream-full version devel(build parquet-go"} {
		got := write(t, nil, columns, parquet.Options{Program: program}).Metadata().CreatedBy
		require.True(t, strings.HasPrefix(got, want), got)
		require.Regexp(t, `^(.*?)\s+version\s*(?:([^(]*?)\s*(?:\(\s*build\s*([^)]*?)\s*\))?)?$`, got)
	}
}

// A row group ends by its memory too.
func TestRowGroupBytes(t *testing.T) {
	flows, columns := captured(t, nfstream.Config{})
	file := write(t, varied(flows, 1100), columns, parquet.Options{RowGroupBytes: 1})
	require.Len(t, file.RowGroups(), 5)
}

func TestNoFlows(t *testing.T) {
	_, columns := captured(t, nfstream.Config{})
	file := write(t, nil, columns, parquet.Options{})
	require.Zero(t, file.NumRows())
	require.Len(t, file.Schema().Fields(), len(columns))
	for i, c := range columns {
		require.Equal(t, c.Name, file.Schema().Fields()[i].Name())
	}
}

// What was not observed is null, with or without Config.Null, and times before 1970 are rounded down.
func TestNulls(t *testing.T) {
	for _, null := range []string{"", "none"} {
		_, columns := captured(t, nfstream.Config{Null: null, Fields: []string{"id", "bidirectional_first_seen_ms", "dst2src_first_seen_ms",
			"dst2src_duration_ms", "application_name", "requested_server_name"}})
		f := new(nfstream.Flow)
		r := f.Record(record.Access{})
		*r = record.Record{Core: &record.Core{}}
		p := &nfstream.Packet{Time: -1, WireLength: 60, IPLength: 46}
		r.Start(p, 0, 0)
		r.Count(p, 0, 0)
		file := write(t, []*nfstream.Flow{f}, columns, parquet.Options{})
		for name, want := range map[string]string{"id": "0", "bidirectional_first_seen_ms": "-1", "dst2src_first_seen_ms": "<null>",
			"dst2src_duration_ms": "<null>", "application_name": "Unknown", "requested_server_name": "<null>"} {
			require.Equal(t, want, values(t, file, name)[0].String(), name)
		}
	}
}

// broken fails after some bytes.
type broken struct{ left int }

func (b *broken) Write(p []byte) (int, error) {
	n := min(b.left, len(p))
	b.left -= n
	if n < len(p) {
		return n, io.ErrShortWrite
	}
	return n, nil
}

func TestErrors(t *testing.T) {
	flows, columns := captured(t, nfstream.Config{})
	for _, left := range []int{0, 1, 100, 20_000} {
		w := parquet.NewWriter(&broken{left}, columns, parquet.Options{RowGroupRows: 1000})
		var err error
		for i := 0; err == nil && i < 100_000; i++ {
			err = w.Write(flows[i%len(flows)])
		}
		require.ErrorIs(t, err, io.ErrShortWrite)
		require.ErrorIs(t, w.Flush(), io.ErrShortWrite)
		require.ErrorIs(t, w.Close(), io.ErrShortWrite)
		require.ErrorIs(t, w.Close(), io.ErrShortWrite)
		require.Zero(t, w.Taken())
	}
}

// A value that is not of the type that its column declares is an error.
func TestMisfits(t *testing.T) {
	for _, c := range []*nfstream.Column{{Name: "own", Type: nfstream.Int, Integer: column.Width{Bits: 8}},
		{Name: "own", Type: nfstream.IntList, Integer: column.Width{Bits: 8}}} {
		value := int64(127)
		if c.Type == nfstream.Int {
			column.BindInt(c, func(*nfstream.Flow) int64 { return value })
		} else {
			column.BindInts(c, func(*nfstream.Flow) []int64 { return []int64{value, value} })
		}
		w := parquet.NewWriter(io.Discard, []*nfstream.Column{c}, parquet.Options{})
		require.NoError(t, w.Write(new(nfstream.Flow)))
		value++
		require.EqualError(t, w.Write(new(nfstream.Flow)), "parquet: 128 of column own is no int8")
		require.Error(t, w.Close())
	}
}

// No row allocates between two row groups.
func TestRowsDoNotAllocate(t *testing.T) {
	flows, columns := captured(t, nfstream.Config{Statistics: true})
	w := parquet.NewWriter(io.Discard, columns, parquet.Options{RowGroupRows: 4000})
	for i := range 5000 {
		require.NoError(t, w.Write(flows[i%len(flows)]))
	}
	i := 0
	require.Zero(t, testing.AllocsPerRun(2000, func() {
		_ = w.Write(flows[i%len(flows)])
		i++
	}))
}

// A day's flows go through a file an hour. What the writer keeps does not grow.
func TestMemoryOfADay(t *testing.T) {
	if testing.Short() {
		t.Skip("writes many flows")
	}
	config, hours, rows := nfstream.Config{Statistics: true, SPLT: 10, Fields: []string{"all"}}, 3, 45_000
	if os.Getenv("NFSTREAM_SOAK") == "1" { // 50 flows a second
		config, hours, rows = nfstream.Config{Statistics: true}, 24, 180_000
	}
	flows, columns := captured(t, config)
	flows = varied(flows, 20_000)
	before := heap()
	var most, first uint64
	start := time.Now()
	for hour := range hours {
		w := parquet.NewWriter(io.Discard, columns, parquet.Options{})
		for i := range rows {
			require.NoError(t, w.Write(flows[i%len(flows)]))
			if i%10_000 == 9_999 {
				most = max(most, heap()-min(before, heap()))
			}
		}
		require.NoError(t, w.Close())
		if hour == 1 {
			first = most
		}
	}
	t.Logf("%d rows of %d columns in %v: %d MB at most", hours*rows, len(columns), time.Since(start).Round(time.Second), most>>20)
	require.Less(t, most, uint64(160<<20))
	require.LessOrEqual(t, most, first+16<<20)
}

// A dictionary that grows too large is not continued, and what is read is the same.
func TestLargeDictionary(t *testing.T) {
	const rows = 30_000
	text := func(i int) string {
		if i < 5000 {
			return "few"
		}
		return strings.Repeat("many", 20) + strconv.Itoa(i)
	}
	c := &nfstream.Column{Name: "own", Type: nfstream.Text}
	i := 0
	column.BindText(c, func(*nfstream.Flow) string { return text(i) })
	var out bytes.Buffer
	w := parquet.NewWriter(&out, []*nfstream.Column{c}, parquet.Options{})
	for ; i < rows; i++ {
		require.NoError(t, w.Write(new(nfstream.Flow)))
	}
	require.NoError(t, w.Close())
	file, err := format.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	require.NoError(t, err)
	for i, v := range values(t, file, "own") {
		require.Equal(t, text(i), v.String())
	}
	if dir := os.Getenv("NFSTREAM_KEEP"); dir != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "dictionary.parquet"), out.Bytes(), 0o600))
	}
}

// heap returns the bytes in use, without garbage.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}
