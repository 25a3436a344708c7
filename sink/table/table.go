// Package table writes flows as an aligned table for people. Create a Writer with NewWriter and pass it to
// Streamer.Run, with Fields as nfstream.Config.Fields. The first line has the titles; each flow is a line, as wide as
// the terminal. Times are times of the day, bytes have units, and an address includes its port. Values that are too
// long end in an ellipsis, except IPv4 addresses. Columns that do not fit are omitted; the first line shows their
// number. For further processing use sink/csv or sink/json.
package table

import (
	"io"
	"strconv"
	"time"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/cells"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// Fields are columns that make a good table, for nfstream.Config.
func Fields() []string {
	return []string{"bidirectional_first_seen_ms", "bidirectional_duration_ms", "protocol", "src_ip", "src_port", "dst_ip",
		"dst_port", "bidirectional_packets", "bidirectional_raw_bytes", "application_name", "category_name",
		"requested_server_name"}
}

// DefaultWidth is the default width of a table.
const DefaultWidth = 120

// Options configure a table. The zero value of a field means its default.
type Options struct {
	Width int            // of a line, in cells. Default DefaultWidth.
	Zone  *time.Location // of times of the day. Default time.Local.
}

// Writer is an nfstream.Sink. It is not safe for concurrent use.
type Writer struct {
	rows.Buffer
	cells  []cell
	values values
}

// values holds scratch space for formatting cells.
type values struct {
	zone                *time.Location
	text, address, port []byte // scratch
}

// NewWriter returns a Writer of the given columns to w. It writes only whole lines.
func NewWriter(w io.Writer, columns []*column.Column, o Options) *Writer {
	if o.Width <= 0 {
		o.Width = DefaultWidth
	}
	if o.Zone == nil {
		o.Zone = time.Local
	}
	all := toCells(columns)
	fit := chosen(all, o.Width)
	grow(fit, o.Width)
	return &Writer{Buffer: rows.Buffer{W: w, Begin: header(fit, len(all))}, cells: fit, values: values{zone: o.Zone}}
}

// header returns the first line, for the chosen cells of the given number of cells.
func header(fit []cell, all int) []byte {
	var line []byte
	for i := range fit {
		if left := all - len(fit); left > 0 && i == len(fit)-1 {
			line = noted(line, &fit[i], left)
		} else {
			line = append(align(line, []byte(fit[i].title), &fit[i]), ' ')
		}
	}
	return end(line)
}

// noted appends the last cell of the first line if cells were omitted: its title, if it fits, and the number of
// omitted cells.
func noted(line []byte, last *cell, left int) []byte {
	note := append(strconv.AppendInt([]byte("(+"), int64(left), 10), ')')
	if room := last.width - len(note) - 1; room > 0 {
		line = append(cells.Append(line, []byte(last.title), room), ' ')
	}
	return cells.Append(line, note, last.width)
}

// Write appends the line of a flow.
func (w *Writer) Write(f *flow.Flow) error {
	line := w.Row()
	for i := range w.cells {
		c := &w.cells[i]
		w.values.text = c.show(&w.values, c, f)
		line = append(align(line, w.values.text, c), ' ')
	}
	return w.Done(end(line))
}

// align appends the text of a cell.
func align(line, text []byte, c *cell) []byte {
	if c.right {
		return cells.Right(line, text, c.width)
	}
	return cells.Left(line, text, c.width)
}

// end ends the line, without trailing spaces.
func end(line []byte) []byte {
	n := len(line)
	for n > 0 && line[n-1] == ' ' {
		n--
	}
	return append(line[:n], '\n')
}
