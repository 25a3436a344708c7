// Command gen writes the documents that are generated from the code: docs/columns.md and docs/protocols.md.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen FOLDER")
		os.Exit(2)
	}
	for name, make := range map[string]func() ([]byte, error){"columns.md": columns, "protocols.md": protocols} {
		text, err := make()
		if err == nil {
			err = os.WriteFile(filepath.Join(os.Args[1], name), text, 0o644)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "gen:", err)
			os.Exit(1)
		}
	}
}

const intro = `# Columns

Generated from the code by ` + "`make gen`" + `; do not edit.

` + "`--fields`" + ` and ` + "`Config.Fields`" + ` take names of columns and of groups. ` + "`all`" + ` is every group but
nfstream6. Columns marked * are there with ` + "`--statistics`" + ` only. Times are capture times in milliseconds, with three
places after the point, or six where the capture has nanoseconds; sizes are in bytes. A figure that was not observed is
-1. The columns of plug-ins come last.
`

// exactly says what columns mean where that could be read in two ways.
//
//go:embed exactly.md
var exactly string

// columns describes every column in the order of rows.
func columns() ([]byte, error) {
	all, err := columnsOf(nfstream.Config{Statistics: true, Fields: []string{"all"}})
	if err != nil {
		return nil, err
	}
	plain, err := columnsOf(nfstream.Config{Fields: []string{"all"}})
	if err != nil {
		return nil, err
	}
	without := map[string]bool{}
	for _, c := range plain {
		without[c.Name] = true
	}
	var out bytes.Buffer
	out.WriteString(intro)
	out.WriteString("\n" + exactly)
	describe(&out, all, without)
	six, err := columnsOf(nfstream.Config{Statistics: true, SPLT: 1, Fields: []string{"nfstream6"}})
	if err != nil {
		return nil, err
	}
	out.WriteString("\n## nfstream6\n\nThe columns of nfstream 6.5, in its order: whole milliseconds, and 0 for what was " +
		"not observed. `--accounting-mode`\nsays which bytes are counted.\n\n")
	for i, c := range six {
		if i > 0 {
			out.WriteString(", ")
		}
		fmt.Fprintf(&out, "`%s`", c.Name)
	}
	out.WriteString("\n")
	return out.Bytes(), nil
}

func describe(out io.Writer, all []*nfstream.Column, without map[string]bool) {
	group := ""
	for _, c := range all {
		if c.Group != group {
			group = c.Group
			fmt.Fprintf(out, "\n## %s\n\n| column | type | meaning |\n|---|---|---|\n", group)
		}
		mark := ""
		if !without[c.Name] {
			mark = "*"
		}
		fmt.Fprintf(out, "| `%s`%s | %s | %s |\n", c.Name, mark, c.Type, c.Doc)
	}
}

// columnsOf returns the columns that a configuration asks for.
func columnsOf(cfg nfstream.Config) ([]*nfstream.Column, error) {
	cfg.Source = nothing{}
	s, err := nfstream.New(cfg)
	if err != nil {
		return nil, err
	}
	return s.Columns(), s.Close()
}

// nothing is a source without frames.
type nothing struct{}

func (nothing) Next(context.Context, *capture.Batch) error { return io.EOF }
func (nothing) Stats() capture.Stats                       { return capture.Stats{} }
func (nothing) Close() error                               { return nil }
