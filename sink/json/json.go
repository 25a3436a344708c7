// Package json writes flows as JSON lines: an object each, with the columns' names and numbers as numbers, lists as
// arrays and an absent text as "". What JSON has no word for, a number that is none or infinite, is null.
package json

import (
	"bytes"
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/jsontext"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// Writer is a nfstream.Sink. It is not safe for concurrent use.
type Writer struct {
	rows.Buffer
	columns []*nfstream.Column
	keys    [][]byte // what stands before each value: {"name": or ,"name":
	text    []byte   // storage of a text while it is being escaped
}

// NewWriter returns a Writer of the given columns to w, which gets whole lines only.
func NewWriter(w io.Writer, columns []*nfstream.Column) *Writer {
	out := &Writer{Buffer: rows.Buffer{W: w}, columns: columns}
	before := byte('{')
	for _, c := range columns {
		out.keys = append(out.keys, append(jsontext.AppendString([]byte{before}, c.Name), ':'))
		before = ','
	}
	return out
}

// Write adds a flow's line.
func (w *Writer) Write(f *nfstream.Flow) error {
	line := w.Row()
	for i, c := range w.columns {
		line = w.value(append(line, w.keys[i]...), c, f)
	}
	if len(w.columns) == 0 {
		line = append(line, '{')
	}
	return w.Done(append(line, '}', '\n'))
}

func (w *Writer) value(line []byte, c *nfstream.Column, f *nfstream.Flow) []byte {
	switch c.Type {
	case nfstream.Text:
		line = append(line, '"')
		at := len(line)
		return append(w.escaped(c.AppendText(line, f), at), '"')
	case nfstream.Float:
		at := len(line)
		line = c.AppendText(line, f)
		if last := line[len(line)-1]; last == 'N' || last == 'f' { // of NaN and Inf
			return append(line[:at], null...)
		}
		return line
	case nfstream.FloatList:
		at := len(line)
		return finite(c.AppendText(line, f), at)
	}
	return c.AppendText(line, f)
}

const null = "null"

// finite replaces the numbers of a list that begins at the given place which JSON has no word for.
func finite(line []byte, at int) []byte {
	list := line[at:]
	if !bytes.ContainsAny(list, "NI") {
		return line
	}
	for _, word := range []string{"NaN", "+Inf", "-Inf"} {
		list = bytes.ReplaceAll(list, []byte(word), []byte(null))
	}
	return append(line[:at], list...)
}
