package arrow

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// writeSize is the number of bytes to gather before a write. The library writes each buffer of a batch by itself.
const writeSize = 64 << 10

// Writer is an nfstream.Sink. It is not safe for concurrent use. After an error Write and Flush return the same error,
// and rows are dropped.
type Writer struct {
	columns []*column.Column
	vectors []vector
	schema  *arrow.Schema
	options Options

	out    *bufio.Writer
	ipc    batchWriter
	stream bool

	rows, bytes int // of the batch
	err         error
	closed      bool
}

// batchWriter is what writers of streams and of files have.
type batchWriter interface {
	Write(arrow.RecordBatch) error
	Close() error
}

// NewStream returns a Writer of an IPC stream to w. Flush ends the batch, so that readers have all rows written so far.
func NewStream(w io.Writer, columns []*column.Column, o Options) *Writer {
	out := newWriter(w, columns, o, true)
	out.ipc = ipc.NewWriter(out.out, append(compression(o.Compression), ipc.WithSchema(out.schema))...)
	return out
}

// NewFile returns a Writer of an IPC file to w, which only Close makes readable. Flush does not end a batch, but hands
// those on that have ended.
func NewFile(w io.Writer, columns []*column.Column, o Options) *Writer {
	out := newWriter(w, columns, o, false)
	if o.Compression == Default {
		o.Compression = Zstd
	}
	out.ipc, out.err = ipc.NewFileWriter(out.out, append(compression(o.Compression), ipc.WithSchema(out.schema))...)
	return out
}

func newWriter(w io.Writer, columns []*column.Column, o Options, stream bool) *Writer {
	out := &Writer{columns: columns, schema: Schema(columns, o, stream), options: o.withDefaults(),
		out: bufio.NewWriterSize(w, writeSize), stream: stream}
	for _, c := range columns {
		out.vectors = append(out.vectors, vectorOf(c, stream))
	}
	return out
}

// vectorOf returns the vector for values of typeOf.
func vectorOf(c *column.Column, dictionaries bool) vector {
	switch {
	case c.Moment():
		return &moments{fixedOf[int64](c, momentType(c))}
	case c.TextList():
		return &textLists{lists: lists{c: c, as: typeOf(c, false)}}
	case c.Repeats() && dictionaries:
		return newTerms(c)
	}
	switch c.Type {
	case column.Int:
		return numbersOf(c)
	case column.Millis:
		return &durations{fixedOf[float64](c, arrow.PrimitiveTypes.Float64)}
	case column.Float:
		return &floats{fixedOf[float64](c, arrow.PrimitiveTypes.Float64)}
	case column.IntList, column.FloatList:
		return listsOf(c)
	}
	return &texts{c: c}
}

var errClosed = errors.New("arrow: the writer is closed")

// Write appends a flow to the batch, which it writes if that is full.
func (w *Writer) Write(f *flow.Flow) error {
	if w.err != nil {
		return w.err
	}
	if w.closed {
		return errClosed
	}
	bytes := w.bytes
	for i, v := range w.vectors {
		n := v.add(f)
		if n < 0 {
			return w.fail(fmt.Errorf("column %s: %w", w.columns[i].Name, v.failure()))
		}
		bytes += n
	}
	w.bytes = bytes
	if w.rows++; w.rows < w.options.BatchRows && w.bytes < w.options.BatchBytes {
		return nil
	}
	return w.end()
}

// Flush hands on what can be read: of a stream every row written so far.
func (w *Writer) Flush() error {
	if w.err == nil && w.stream && w.rows > 0 {
		return w.end()
	}
	return w.hand()
}

// Close writes the last batch and ends the stream or the file. It does not close the underlying writer. An error that
// Write or Flush has returned is not returned again.
func (w *Writer) Close() error {
	if w.closed || w.err != nil {
		w.closed = true
		return nil
	}
	w.closed = true
	if w.rows > 0 {
		if err := w.end(); err != nil {
			return err
		}
	}
	if err := w.ipc.Close(); err != nil {
		return w.fail(err)
	}
	return w.hand()
}

// end writes the batch and begins the next one.
func (w *Writer) end() error {
	arrays := make([]arrow.Array, len(w.vectors))
	for i, v := range w.vectors {
		data := v.data()
		arrays[i] = array.MakeFromData(data)
		data.Release()
	}
	batch := array.NewRecordBatch(w.schema, arrays, int64(w.rows))
	err := w.ipc.Write(batch)
	batch.Release()
	for i, v := range w.vectors {
		arrays[i].Release()
		v.reset()
	}
	w.rows, w.bytes = 0, 0
	if err != nil {
		return w.fail(err)
	}
	return w.hand()
}

// hand writes what has been gathered.
func (w *Writer) hand() error {
	if w.err == nil {
		if err := w.out.Flush(); err != nil {
			return w.fail(err)
		}
	}
	return w.err
}

// fail keeps the first error.
func (w *Writer) fail(err error) error {
	w.err = fmt.Errorf("arrow: %w", err)
	return w.err
}
