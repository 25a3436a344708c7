// Package json writes flows as JSON lines: an object each, with the columns' names and numbers as numbers, lists as
// arrays and an absent text as "".
package json

import (
	"encoding/json"
	"io"
	"unicode/utf8"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// Writer is a nfstream.Sink. It is not safe for concurrent use.
type Writer struct {
	rows.Buffer
	columns []*nfstream.Column
	keys    [][]byte // what stands before each value: {"name": or ,"name":
}

// NewWriter returns a Writer of the given columns to w, which gets whole lines only.
func NewWriter(w io.Writer, columns []*nfstream.Column) *Writer {
	out := &Writer{Buffer: rows.Buffer{W: w}, columns: columns}
	before := byte('{')
	for _, c := range columns {
		name, _ := json.Marshal(c.Name) // a string cannot fail
		out.keys = append(out.keys, append(append([]byte{before}, name...), ':'))
		before = ','
	}
	return out
}

// Write adds a flow's line.
func (w *Writer) Write(f *nfstream.Flow) error {
	line := w.Row()
	for i, c := range w.columns {
		line = append(line, w.keys[i]...)
		if c.Type == nfstream.Text {
			line = append(line, '"')
			at := len(line)
			line = append(escaped(c.AppendText(line, f), at), '"')
		} else {
			line = c.AppendText(line, f)
		}
	}
	if len(w.columns) == 0 {
		line = append(line, '{')
	}
	return w.Done(append(line, '}', '\n'))
}

// escaped makes the text that begins at the given place fit to stand in a JSON string (RFC 8259, section 7). What is not
// UTF-8 becomes U+FFFD.
func escaped(line []byte, at int) []byte {
	i := at
	for i < len(line) && plain(line[i]) {
		i++
	}
	if i == len(line) {
		return line
	}
	rest := string(line[i:])
	line = line[:i]
	for len(rest) > 0 {
		r, n := utf8.DecodeRuneInString(rest)
		line = appendEscaped(line, r)
		rest = rest[n:]
	}
	return line
}

func plain(b byte) bool { return b >= ' ' && b < utf8.RuneSelf && b != '"' && b != '\\' && b != 0x7f }

func appendEscaped(line []byte, r rune) []byte {
	switch {
	case r == '"' || r == '\\':
		return append(line, '\\', byte(r))
	case r < ' ' || r == 0x7f:
		const hex = "0123456789abcdef"
		return append(line, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
	}
	return utf8.AppendRune(line, r)
}
