//go:build !tiny

package cli

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/internal/jsontext"
)

// listing is a table that a command writes in a selected format.
type listing struct {
	columns []string
	rows    [][]any // texts and integers
	format  int
}

var listFormats = []string{"table", "csv", "json"}

// define adds the flag --format.
func (l *listing) define(cmd *cmdline.Command) {
	cmd.Flags().Var(newChoice(listFormats, func(i int) { l.format = i }), "format", "table, csv, or json for JSON lines")
	completeWords(cmd, "format", listFormats...)
}

func (l *listing) write(w io.Writer) error {
	switch listFormats[l.format] {
	case "csv":
		return l.writeCSV(w)
	case "json":
		return l.writeJSON(w)
	}
	return writeAligned(w, l.texts())
}

// texts returns a row with the names of the columns, then the rows.
func (l *listing) texts() [][]string {
	all := [][]string{l.columns}
	for _, row := range l.rows {
		texts := make([]string, len(row))
		for i, cell := range row {
			texts[i] = fmt.Sprint(cell)
		}
		all = append(all, texts)
	}
	return all
}

func (l *listing) writeCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	return c.WriteAll(l.texts())
}

// writeJSON keeps the columns in their order.
func (l *listing) writeJSON(w io.Writer) error {
	for _, row := range l.rows {
		var line []byte
		for i, cell := range row {
			line = append(jsontext.AppendString(append(line, ','), l.columns[i]), ':')
			if text, ok := cell.(string); ok {
				line = jsontext.AppendString(line, text)
			} else {
				line = fmt.Append(line, cell)
			}
		}
		if _, err := fmt.Fprintf(w, "{%s}\n", line[1:]); err != nil {
			return err
		}
	}
	return nil
}

// contains reports whether one of the texts contains the other, ignoring case.
func contains(search string, texts ...string) bool {
	for _, text := range texts {
		if strings.Contains(strings.ToLower(text), strings.ToLower(search)) {
			return true
		}
	}
	return false
}
