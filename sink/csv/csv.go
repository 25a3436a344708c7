// Package csv writes flows as comma-separated values (RFC 4180). Create a Writer with NewWriter and pass it to
// Streamer.Run. The first line has the names of the columns; each flow is one line. Lines end in a line feed without
// the RFC's carriage return, and no cell contains a line feed. A text is quoted only if it contains a comma or a
// quote. Quoting all texts would not help: pandas, polars and DuckDB infer the type of quoted values too.
package csv

import (
	"bytes"
	"io"
	"slices"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// Writer is an nfstream.Sink. It is not safe for concurrent use.
type Writer struct {
	rows.Buffer
	columns []*column.Column
}

// NewWriter returns a Writer of the given columns to w. It writes only whole lines.
func NewWriter(w io.Writer, columns []*column.Column) *Writer {
	return &Writer{Buffer: rows.Buffer{W: w, Begin: header(columns)}, columns: columns}
}

func header(columns []*column.Column) []byte {
	var line []byte
	for _, c := range columns {
		at := len(line)
		line = append(quoted(rows.Clean(append(line, c.Name...), at), at), ',')
	}
	return end(line, 0)
}

// Write appends the line of a flow.
func (w *Writer) Write(f *flow.Flow) error {
	line := w.Row()
	begin := len(line)
	for _, c := range w.columns {
		at := len(line)
		line = c.AppendText(line, f)
		if c.Type >= column.Text {
			line = quoted(line, at)
		}
		line = append(line, ',')
	}
	return w.Done(end(line, begin))
}

// end replaces the comma after the last cell by the end of the line that starts at the given offset. A line of one
// empty cell gets quotes, because readers skip empty lines.
func end(line []byte, begin int) []byte {
	switch n := len(line); n - begin {
	case 0:
		return append(line, '\n')
	case 1:
		return append(line[:begin], `""`+"\n"...)
	default:
		line[n-1] = '\n'
		return line
	}
}

// special are the bytes of a cell that require quotes.
var special = [256]bool{'"': true, ',': true}

// quoted quotes the cell that starts at the given offset if necessary.
func quoted(line []byte, at int) []byte {
	for _, b := range line[at:] {
		if special[b] {
			return enclosed(line, at)
		}
	}
	return line
}

// enclosed quotes the cell and doubles the quotes in it, from the last byte to the first.
func enclosed(line []byte, at int) []byte {
	from := len(line)
	more := 2 + bytes.Count(line[at:], []byte{'"'})
	line = slices.Grow(line, more)[:from+more]
	to := len(line) - 1
	line[to] = '"'
	for from > at {
		from--
		to--
		line[to] = line[from]
		if line[from] == '"' {
			to--
			line[to] = '"'
		}
	}
	line[at] = '"'
	return line
}
