// Package csv writes flows as comma-separated values by RFC 4180, a line each, below a line with the columns' names.
// Lines end as those of other Unix tools do, in a line feed without the RFC's carriage return.
package csv

import (
	"bytes"
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// Writer is a nfstream.Sink. It is not safe for concurrent use.
type Writer struct {
	rows.Buffer
	columns []*nfstream.Column
}

// NewWriter returns a Writer of the given columns to w, which gets whole lines only.
func NewWriter(w io.Writer, columns []*nfstream.Column) *Writer {
	return &Writer{Buffer: rows.Buffer{W: w, Begin: header(columns)}, columns: columns}
}

func header(columns []*nfstream.Column) []byte {
	var line []byte
	for _, c := range columns {
		line = append(quoted(append(line, c.Name...), len(line)), ',')
	}
	return end(line)
}

// Write adds a flow's line.
func (w *Writer) Write(f *nfstream.Flow) error {
	line := w.Row()
	for _, c := range w.columns {
		at := len(line)
		line = c.AppendText(line, f)
		if c.Type >= nfstream.Text {
			line = quoted(line, at)
		}
		line = append(line, ',')
	}
	return w.Done(end(line))
}

// end replaces the comma behind the last cell by the end of the line.
func end(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == ',' {
		line = line[:n-1]
	}
	return append(line, '\n')
}

// quoted puts the cell that begins at the given place into quotes where it needs them.
func quoted(line []byte, at int) []byte {
	if !bytes.ContainsAny(line[at:], "\",\r\n") {
		return line
	}
	cell := bytes.Clone(line[at:])
	line = append(line[:at], '"')
	for _, b := range cell {
		if b == '"' {
			line = append(line, '"')
		}
		line = append(line, b)
	}
	return append(line, '"')
}
