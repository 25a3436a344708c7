package kafka

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/column"
)

// kind is the type of a field of flow.proto.
type kind uint8

const (
	integer     kind = iota + 1 // int64
	nanoseconds                 // int64, since 1970 or of a duration
	number                      // double
	word                        // string
	integers                    // repeated sint64
	numbers                     // repeated double
	words                       // repeated string
	seconds                     // int64, since 1970
)

var kindNames = [...]string{integer: "integer", nanoseconds: "nanoseconds", number: "number", word: "text",
	integers: "integers", numbers: "numbers", words: "texts", seconds: "seconds"}

// protoTypes are the types in flow.proto, whose scalars say whether they are there.
var protoTypes = [...]string{integer: "optional int64", nanoseconds: "optional int64", number: "optional double",
	word: "optional string", integers: "repeated sint64", numbers: "repeated double", words: "repeated string", seconds: "optional int64"}

// kindOf returns the kind of a column's values, 0 for one without a form.
func kindOf(c *column.Column) kind {
	switch {
	case c.Moment() && c.Resolution() == time.Second:
		return seconds
	case c.Moment():
		return nanoseconds
	}
	switch c.Type {
	case column.Int:
		return integer
	case column.Millis:
		return nanoseconds
	case column.Float:
		return number
	case column.IntList:
		return integers
	case column.FloatList:
		return numbers
	case column.Text:
		if c.TextList() {
			return words
		}
		return word
	}
	return 0
}

// fieldName is the name of a column in flow.proto: one in nanoseconds ends in _ns, not in _ms, and one in seconds in _s.
func fieldName(name string, k kind) string {
	switch k {
	case nanoseconds:
		return strings.TrimSuffix(name, "_ms") + "_ns"
	case seconds:
		return name + "_s"
	}
	return name
}

// registered is a line of columns.tsv: a column that has, or once had, a field in flow.proto.
type registered struct {
	number  int
	name    string // of the column
	kind    kind
	removed bool
}

// columnsTSV gives each column, by its name and kind, the number of its field for ever. Numbers below firstNumber are not
// for columns. The test of this package adds lines and marks removed columns; nobody else changes it.
//
//go:embed columns.tsv
var columnsTSV string

const (
	firstNumber  = 16
	othersNumber = 1 // a map of the columns without a field
)

// registry reads columns.tsv.
func registry() (all []registered, err error) {
	for line := range strings.Lines(columnsTSV) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(cells) != 4 {
			return nil, fmt.Errorf("columns.tsv: %q has %d cells: want 4", line, len(cells))
		}
		r := registered{name: cells[1], removed: cells[3] == "removed"}
		if r.number, err = strconv.Atoi(cells[0]); err != nil {
			return nil, err
		}
		for k, name := range kindNames {
			if name == cells[2] && name != "" {
				r.kind = kind(k)
			}
		}
		if r.kind == 0 {
			return nil, fmt.Errorf("columns.tsv: %q is no kind", cells[2])
		}
		all = append(all, r)
	}
	return all, nil
}
