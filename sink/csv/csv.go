// Package csv writes flows as comma-separated values by RFC 4180, a line each, below a line with the columns' names.
// Lines end as those of other Unix tools do, in a line feed without the RFC's carriage return, and no cell has one. A text
// stands in quotes where it holds a comma or a quote. Quotes around every text would be of no use: pandas, polars and
// DuckDB guess the type of what is in them all the same.
package csv

import (
	"bytes"
	"io"
	"slices"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// Writer is a nfstream.Sink. It is not safe for concurrent use.
type Writer struct {
	rows.Buffer
	columns []*column.Column
}

// NewWriter returns a Writer of the given columns to w, which gets whole lines only.
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

// Write adds a flow's line.
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

// end replaces the comma behind the last cell by the end of the line that began at the given place. A line of one empty
// cell gets quotes: readers skip lines that are empty.
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

// special are the bytes of a cell that make quotes necessary.
var special = [256]bool{'"': true, ',': true}

// quoted puts the cell that begins at the given place into quotes where it needs them.
func quoted(line []byte, at int) []byte {
	for _, b := range line[at:] {
		if special[b] {
			return enclosed(line, at)
		}
	}
	return line
}

// enclosed puts the cell into quotes and doubles those in it, from the last byte to the first.
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
