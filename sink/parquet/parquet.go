package parquet

import (
	"cmp"
	"errors"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// Writer is an nfstream.Sink. It keeps a row group in memory. It is not safe for concurrent use.
type Writer struct {
	to      io.Writer
	columns []*column.Column
	options Options
	precise bool // times have nanoseconds

	cells  []cells
	misfit misfit
	sort   int // the column that rows are sorted by, -1 for none
	rows   int // in cells
	size   int // of cells at the last count
	all    uint64
	keys   []int64
	order  []int32
	out    output
	file   *parquet.Writer // nil before the first row group
	err    error           // first error
	closed bool
}

// NewWriter returns a Writer of the given columns to w. It does not write before the first row group is full or Close
// is called.
func NewWriter(w io.Writer, columns []*column.Column, options Options) *Writer {
	p := &Writer{to: w, columns: columns, options: options.withDefaults(), precise: precise(columns)}
	for _, c := range columns {
		p.cells = append(p.cells, newCells(c, p.precise, &p.misfit))
	}
	p.sort = sortColumn(columns)
	p.out.values = make([]parquet.Value, 0, batch)
	return p
}

// firstSeen is the column that rows are sorted by: the time of a flow's first packet, which is what queries ask for.
const firstSeen = "bidirectional_first_seen_ms"

// sortColumn returns the number of that column, or that of the first time without it, or -1.
func sortColumn(columns []*column.Column) int {
	first := -1
	for i, c := range columns {
		switch k := kindOf(c); {
		case k == kindTime && c.Name == firstSeen || k == kindInt64 && c.Name == firstSeen:
			return i
		case k == kindTime && first < 0:
			first = i
		}
	}
	return first
}

var errClosed = errors.New("parquet: the file is closed")

// countEvery is the number of rows after which the memory of a row group is counted.
const countEvery = 256

// Write takes a flow.
func (w *Writer) Write(f *flow.Flow) error {
	if w.closed {
		return errClosed
	}
	if w.err != nil {
		return w.err
	}
	for _, c := range w.cells {
		c.add(f)
	}
	if w.misfit.c != nil {
		w.err = &w.misfit
		return w.err
	}
	w.rows++
	w.all++
	if w.rows%countEvery == 0 {
		w.count()
	}
	if w.rows >= w.options.RowGroupRows || w.size >= w.options.RowGroupBytes {
		w.err = w.end()
	}
	return w.err
}

func (w *Writer) count() {
	w.size = 0
	for _, c := range w.cells {
		w.size += c.size()
	}
}

// Flush returns the first error. It does not end the row group, since small ones make slow files.
func (w *Writer) Flush() error { return w.err }

// Taken returns the number of flows that can be read from the file: none before Close.
func (w *Writer) Taken() uint64 {
	if w.closed && w.err == nil {
		return w.all
	}
	return 0
}

// Close ends the file. It does not close the underlying writer.
func (w *Writer) Close() error {
	if w.closed {
		return w.err
	}
	if w.err == nil {
		w.err = w.end()
	}
	if w.err == nil {
		w.err = w.file.Close()
	}
	w.closed = true
	w.cells, w.keys, w.order, w.out, w.file = nil, nil, nil, output{}, nil
	return w.err
}

// end ends a row group. It opens the file before the first one.
func (w *Writer) end() error {
	if w.file == nil {
		w.open()
	}
	rows := w.sorted()
	for i, to := range w.file.ColumnWriters() {
		w.out.to = to
		if err := w.cells[i].put(&w.out, rows); err != nil {
			return err
		}
		w.cells[i].reset()
	}
	w.rows, w.size = 0, 0
	return w.file.Flush()
}

// sorted returns the order of rows, a stable one.
func (w *Writer) sorted() []int32 {
	w.order = w.order[:0]
	for row := range w.rows {
		w.order = append(w.order, int32(row))
	}
	if w.sort >= 0 {
		w.keys = times(w.cells[w.sort], w.keys[:0])
		slices.SortStableFunc(w.order, func(a, b int32) int { return cmp.Compare(w.keys[a], w.keys[b]) })
	}
	return w.order
}

func (w *Writer) open() {
	options := append(w.options.metadata(), newSchema(w.columns, w.cells, w.precise), w.options.createdBy(),
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}), parquet.DataPageStatistics(false),
		parquet.PageBufferSize(pageSize(len(w.columns))), parquet.DictionaryMaxBytes(maxDictionary),
		w.options.bloom(w.columns))
	if w.sort >= 0 {
		options = append(options, parquet.SortingWriterConfig(parquet.SortingColumns(parquet.Ascending(w.columns[w.sort].Name))))
	}
	w.file = parquet.NewWriter(w.to, options...)
}

const (
	// maxDictionary is the size of a dictionary after which a column goes on without one.
	maxDictionary = 1 << 20
	// buffers bounds the pages of all columns that wait to be compressed.
	buffers = 16 << 20
)

// pageSize returns the size of pages for a number of columns.
func pageSize(columns int) int { return min(max(buffers/columns, 16<<10), 256<<10) }
