package kafka

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/column"
)

var update = flag.Bool("update", false, "add new columns to columns.tsv, mark removed ones, and write flow.proto anew")

const tsvHead = "# number\tcolumn\tkind\tstate: the fields of flow.proto. Written by go test ./sink/kafka -run TestRegistry -update\n"

// builtIn returns all columns that are built in, those of nfstream6 last.
func builtIn(t testing.TB) (all []*nfstream.Column) {
	t.Helper()
	for _, fields := range []string{"all", "nfstream6"} {
		s, err := nfstream.New(nothing{}, nfstream.Config{Statistics: true, SPLT: 1, Fields: []string{fields}})
		require.NoError(t, err)
		all = append(all, s.Columns()...)
	}
	return all
}

// nothing is a source without frames.
type nothing struct{}

func (nothing) Next(context.Context, *capture.Batch) error { return io.EOF }
func (nothing) Stats() capture.Stats                       { return capture.Stats{} }
func (nothing) Close() error                               { return nil }

// TestRegistry checks that each column has a number that it keeps, and that flow.proto is what columns.tsv says.
func TestRegistry(t *testing.T) {
	old, err := registry()
	require.NoError(t, err)
	now := renewed(t, old, builtIn(t))
	proto := protoFile(now, builtIn(t))
	if *update {
		var tsv bytes.Buffer
		tsv.WriteString(tsvHead)
		for _, r := range now {
			fmt.Fprintf(&tsv, "%d\t%s\t%s\t%s\n", r.number, r.name, kindNames[r.kind], stateOf(r))
		}
		require.NoError(t, os.WriteFile("columns.tsv", tsv.Bytes(), 0o644))
		require.NoError(t, os.WriteFile("flow.proto", proto, 0o644))
		return
	}
	const how = "go test ./sink/kafka -run TestRegistry -update"
	require.Equal(t, now, old, "columns.tsv lacks changes of columns: "+how)
	have, err := os.ReadFile("flow.proto")
	require.NoError(t, err)
	require.Equal(t, string(proto), string(have), how)
}

func stateOf(r registered) string {
	if r.removed {
		return "removed"
	}
	return ""
}

// renewed returns the registry with new columns added, and others marked as removed. No line goes, and no number changes.
func renewed(t testing.TB, old []registered, columns []*nfstream.Column) []registered {
	t.Helper()
	all, next := slices.Clone(old), firstNumber
	taken := map[int]bool{}
	for i, r := range all {
		require.False(t, taken[r.number], "%d stands twice", r.number)
		require.GreaterOrEqual(t, r.number, firstNumber)
		require.False(t, r.number >= 19000 && r.number < 20000, "%d is reserved by Protobuf", r.number)
		taken[r.number] = true
		next = max(next, r.number+1)
		all[i].removed = true
	}
	for _, c := range columns {
		k := kindOf(c)
		require.NotZero(t, k, c.Name)
		i := slices.IndexFunc(all, func(r registered) bool { return r.name == c.Name && r.kind == k })
		if i < 0 {
			i = len(all)
			all = append(all, registered{number: next, name: c.Name, kind: k})
			next++
		}
		all[i].removed = false
	}
	return all
}

const protoHead = `// Flows as nfstream produces them to Apache Kafka with --format protobuf. Generated from the columns; do not edit.
//
// A number is never given to another column. A column that is removed becomes reserved. Columns are described in
// docs/columns.md; those in milliseconds are in nanoseconds here (_ns for _ms), points in time since 1970 in UTC. A field
// that is not there was not observed, or is no column of the run.
syntax = "proto3";

package nfstream;

message Flow {
  // Columns of plug-ins, and columns that show pseudonyms of another type.
  map<string, Value> others = 1;

  reserved 2 to 15;
`

const protoFoot = `}

message Value {
  oneof kind {
    int64 integer = 1;
    int64 nanoseconds = 2; // since 1970, or of a duration
    double number = 3;
    string text = 4;
    Integers integers = 5;
    Numbers numbers = 6;
    Texts texts = 7;
    int64 seconds = 8; // since 1970
  }
}

message Integers {
  repeated sint64 values = 1;
}

message Numbers {
  repeated double values = 1;
}

message Texts {
  repeated string values = 1;
}
`

func protoFile(all []registered, columns []*nfstream.Column) []byte {
	var out, reserved bytes.Buffer
	out.WriteString(protoHead)
	names := map[string]bool{}
	for _, r := range all {
		name := fieldName(r.name, r.kind)
		for names[name] {
			name += "_" + kindNames[r.kind]
		}
		names[name] = true
		if r.removed {
			fmt.Fprintf(&reserved, "  reserved %d; // %s\n", r.number, r.name)
			continue
		}
		c := columns[slices.IndexFunc(columns, func(c *nfstream.Column) bool { return c.Name == r.name && kindOf(c) == r.kind })]
		fmt.Fprintf(&out, "  %s %s = %d; // %s\n", protoTypes[r.kind], name, r.number, docOf(c, r.kind))
	}
	out.Write(reserved.Bytes())
	out.WriteString(protoFoot)
	return out.Bytes()
}

func docOf(c *column.Column, k kind) string {
	doc := unsaid.Replace(c.Doc)
	if c.Unit == "ms" && k != nanoseconds {
		doc += ", in ms"
	}
	return doc
}

// unsaid removes what is not so in Protobuf.
var unsaid = strings.NewReplacer(", ms since the Unix epoch unless TimeFormat says otherwise, 0 for none", "", ", -1 for none", "",
	", 0 for none", "", "; -1 for none", "")

// TestNumbersAreKept checks what becomes of columns that come, go and come back.
func TestNumbersAreKept(t *testing.T) {
	a, b := &nfstream.Column{Name: "a"}, &nfstream.Column{Name: "b", Type: nfstream.Text}
	one := renewed(t, nil, []*nfstream.Column{a, b})
	require.Equal(t, []registered{{16, "a", integer, false}, {17, "b", word, false}}, one)
	two := renewed(t, one, []*nfstream.Column{b})
	require.Equal(t, []registered{{16, "a", integer, true}, {17, "b", word, false}}, two)
	require.Contains(t, string(protoFile(two, []*nfstream.Column{b})), "  reserved 16; // a\n}")
	other := &nfstream.Column{Name: "a", Type: nfstream.Float}
	three := renewed(t, two, []*nfstream.Column{b, other})
	require.Equal(t, []registered{{16, "a", integer, true}, {17, "b", word, false}, {18, "a", number, false}}, three)
	require.Equal(t, one, renewed(t, two, []*nfstream.Column{a, b}), "it comes back with its number")
}
