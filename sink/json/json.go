// Package json writes flows as JSON lines. Create a Writer with NewWriter and pass it to Streamer.Run. Each flow is
// an object with the names of the columns as keys. Numbers are numbers, lists are arrays, and a missing text is "".
// Numbers that JSON cannot represent (NaN, infinity) are null, and with Config.Null so are values that were not
// observed.
package json

import (
	"bytes"
	"io"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/jsontext"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// Writer is an nfstream.Sink. It is not safe for concurrent use.
type Writer struct {
	rows.Buffer
	columns []*column.Column
	keys    [][]byte // text before each value: {"name": or ,"name":
	text    []byte   // storage for escaping a text
}

// NewWriter returns a Writer of the given columns to w. It writes only whole lines.
func NewWriter(w io.Writer, columns []*column.Column) *Writer {
	out := &Writer{Buffer: rows.Buffer{W: w}, columns: columns}
	before := byte('{')
	for _, c := range columns {
		out.keys = append(out.keys, append(jsontext.AppendString([]byte{before}, clean(c.Name)), ':'))
		before = ','
	}
	return out
}

func clean(text string) string { return string(rows.Clean([]byte(text), 0)) }

// Write appends the line of a flow.
func (w *Writer) Write(f *flow.Flow) error {
	line := w.Row()
	for i, c := range w.columns {
		line = w.value(append(line, w.keys[i]...), c, f)
	}
	if len(w.columns) == 0 {
		line = append(line, '{')
	}
	return w.Done(append(line, '}', '\n'))
}

func (w *Writer) value(line []byte, c *column.Column, f *flow.Flow) []byte {
	at := len(line)
	text := c.Type == column.Text || c.Type == column.Time
	if text {
		line = append(line, '"')
	}
	begin, observed := len(line), true
	if c.Nullable() {
		line, observed = c.AppendObserved(line, f)
	} else {
		line = c.AppendText(line, f)
	}
	switch {
	case !observed:
		return append(line[:at], null...)
	case text:
		return append(w.escaped(line, begin), '"')
	case c.Type == column.Float:
		if last := line[len(line)-1]; last == 'N' || last == 'f' { // NaN or inf
			return append(line[:at], null...)
		}
	case c.Type == column.FloatList:
		return finite(line, at)
	}
	return line
}

const null = "null"

// finite replaces NaN and infinity in the list that starts at the given offset.
func finite(line []byte, at int) []byte {
	list := line[at:]
	if !bytes.ContainsAny(list, "Ni") {
		return line
	}
	for _, word := range []string{"NaN", "-inf", "inf"} {
		list = bytes.ReplaceAll(list, []byte(word), []byte(null))
	}
	return append(line[:at], list...)
}
