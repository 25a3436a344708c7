//go:build !tiny

package cli

import (
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// columnList is the output of the command columns.
type columnList struct{ listing }

func (l *columnList) define(cmd *cmdline.Command) {
	cmd.Long = `Lists the columns that the flag --fields of flows takes, of all groups or of those that are named.

With --format csv or json each has its name, type, unit (ms, bytes, packets, or none), group and what it is. The types are
integer, number, text, time (a date and a time of day), list of integers and list of numbers.`
	cmd.Example = `  nfstream columns
  nfstream columns --format json
  nfstream columns --format csv nfstream6`
	l.listing.define(cmd)
}

func (l *columnList) write(w io.Writer, columns []*nfstream.Column) error {
	if listFormats[l.format] == "table" {
		return listColumns(w, columns)
	}
	l.columns = []string{"name", "type", "unit", "group", "doc"}
	for _, c := range columns {
		t := c.Type
		if t == nfstream.Millis {
			t = nfstream.Float // the unit gives the precision
		}
		l.rows = append(l.rows, []any{c.Name, t.String(), c.Unit, c.Group, c.Doc})
	}
	return l.listing.write(w)
}
