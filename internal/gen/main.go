// Command gen writes the documents that are generated from code: docs/columns.md, docs/protocols.md and docs/risks.md.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen FOLDER")
		os.Exit(2)
	}
	for name, make := range map[string]func() ([]byte, error){"columns.md": columns, "protocols.md": protocols, "risks.md": risksPage} {
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

// intro is the first part of docs/columns.md, with ~ for each backquote.
const intro = `# Columns

Generated from the code by ~make gen~; do not edit. ~nfstream columns --format json~ lists the same for programs: name, type,
unit, group and what it is.

~--fields~ and ~Config.Fields~ take names of columns and of groups. ~all~ is every group but nfstream6. Columns
marked * are there with ~--statistics~ only. The columns of plug-ins come last.

## Values

Sizes are in bytes. Durations and intervals are in milliseconds, with three places after the point, or six where the
capture has nanoseconds. When packets were seen is told in milliseconds since 1970 too, or as ~--time-format~ says:

| ~--time-format~ | example | type | precision |
|---|---|---|---|
| ~ms~ | 1436721000123.456 | number | a reader that makes a float64 of it keeps quarters of a microsecond |
| ~ns~ | 1436721000123456000 | integer | all |
| ~iso~ | 2015-07-12T17:10:00.123456000Z | time | all, by RFC 3339 in UTC; polars and DuckDB take microseconds of it |

A number that is none of an integer has a point in every row, so that nobody takes it for an integer by the first rows.
Lists stand in square brackets. Texts are UTF-8 without control characters but tab; U+FFFD stands for each of these, ends
of lines among them, and for each byte that is no UTF-8.

### Nothing observed

A number that was not observed is -1, and such a text is empty. These columns have 0 instead, as nfstream has it:
~dst2src_first_seen_ms~ and ~dst2src_last_seen_ms~ where no packet came back, the numbers of ~http_~, ~dns_~ and ~as_~ without
that protocol or system, and all of nfstream6. ~--null WORD~ writes the word for every one of these values; ~--null ''~ an
empty cell, which pandas, polars and DuckDB take for a missing value of any type. In JSON it is null then. The -1 that
fills up a list stays, and a 0 that says that there is none (~vlan_id~, ~tunnel_id~, ports) is a value.

### Formats with types

Formats with types, such as Arrow, take more from the columns than CSV shows, whatever ~--null~ and ~--time-format~ are. What
was not observed is null. Integers are of the type that the tables below name, a smaller one for ports than for bytes; 64
bits are signed, as many readers have no other. Points in time are times, and not numbers: nanoseconds since 1970, or
seconds for the dates of certificates, which may be in the year 9999. Texts that show a list are lists. Texts that repeat
have few values, so that a dictionary makes them smaller.

### Readers that guess types

pandas, polars and DuckDB guess the type of a column by its values, and quotes do not keep them from it. No form of our
own misleads them: an OUI has a colon behind it (00:15:17 is a time of day to DuckDB), and ~time~ columns are of that type to
who looks for dates (DuckDB by itself, polars with ~try_parse_dates=True~, pandas with ~parse_dates=[...]~). What comes from
the network can: a column all of whose texts look like numbers, dates, ~true~, ~NA~ or ~null~, a fingerprint of 32 digits
with one e among them, and a column without any value, which has no type. Who must not depend on that gives the types,
which the list of columns has:

~~~python
columns = [json.loads(line) for line in subprocess.run(["nfstream", "columns", "--format", "json"],
                                                       capture_output=True).stdout.splitlines()]
texts = {c["name"]: str for c in columns if c["type"] in ("text", "time") or "list" in c["type"]}
flows = pd.read_csv("flows.csv", dtype=texts, keep_default_na=False, na_values=[""])
~~~

Of JSON lines, pandas wants ~lines=True, dtype=False, precise_float=True~, and polars ~infer_schema_length=None~ after
~--null~.
`

// exactly defines columns that could be misunderstood.
//
//go:embed exactly.md
var exactly string

// columns describes all columns in the order of rows.
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
	out.WriteString(strings.ReplaceAll(intro, "~", "`"))
	out.WriteString("\n" + exactly)
	describe(&out, all, without)
	six, err := columnsOf(nfstream.Config{Statistics: true, SPLT: 1, Fields: []string{"nfstream6"}})
	if err != nil {
		return nil, err
	}
	out.WriteString("\n## nfstream6\n\nThe columns of nfstream 6.6.0, in its order: whole milliseconds, and 0 for what was " +
		"not observed. An interval is the\ndifference of two times that are cut to whole milliseconds, downwards. Lists have a " +
		"space behind each comma, as Python\nwrites them. `client_fingerprint` is JA4, `server_fingerprint` JA3S, and both are " +
		"HASSH of SSH. `src_oui` and `dst_oui`\nhave no colon at the end, so that DuckDB takes them for times where all are " +
		"decimal. `--accounting-mode` says which bytes\nare counted.\n\n")
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
		fmt.Fprintf(out, "| `%s`%s | %s | %s |\n", c.Name, mark, typeOf(c), c.Doc)
	}
}

// typeOf names the type of a column, and what formats with types make of it.
func typeOf(c *nfstream.Column) string {
	switch {
	case c.Type == nfstream.Int, c.Type == nfstream.IntList:
		return c.Type.String() + ", " + c.Width().String()
	case c.Type == nfstream.Millis && c.Moment():
		return c.Type.String() + ", a point in time"
	case c.TextList():
		return c.Type.String() + ", a list"
	case c.Repeats():
		return c.Type.String() + ", repeats"
	}
	return c.Type.String()
}

// columnsOf returns the columns of a configuration.
func columnsOf(cfg nfstream.Config) ([]*nfstream.Column, error) {
	s, err := nfstream.New(nothing{}, cfg)
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
