// Package where tells which flows match an expression over their columns, such as
//
//	application_name = TLS.YouTube and dst_port in (443, 8443) and not src_ip in (10.0.0.0/8)
//
// A comparison is a column, an operator and a value: = or ==, !=, <, <=, >, >=, contains, and in with values in
// parentheses. Comparisons are joined by and, or, not and parentheses, also written &&, || and !; not binds closest, then
// and. A column of integers alone is whether it is not 0. A value is a word or stands in quotes, in which a backslash
// takes the next character as it is.
//
// Numbers are compared as numbers, times and durations in the milliseconds that rows show, texts by their bytes. An address
// prefix such as 10.0.0.0/8 equals each text that is an address in it. A list contains its values.
package where

import (
	"fmt"
	"slices"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

const (
	maxText   = 1 << 16 // bytes of an expression
	maxNested = 64      // parentheses and nots around each other
)

// Error says what is wrong with an expression, and where.
type Error struct {
	At     int // bytes before it
	Reason string
}

func (e *Error) Error() string { return fmt.Sprintf("at %d: %s", e.At+1, e.Reason) }

// Expr is an expression. After Bind one goroutine at a time may use it.
type Expr struct {
	root        node
	comparisons []*comparison
	text        []byte // of the value that is compared
	ints        []int64
	floats      []float64
}

// Columns returns the names of the columns in an expression, each once.
func (e *Expr) Columns() (names []string) {
	for _, c := range e.comparisons {
		if !slices.Contains(names, c.name) {
			names = append(names, c.name)
		}
	}
	return names
}

// Bind takes the columns of a stream, among them all of Columns. The error is an *Error about a column that there is not,
// or a value that is none of its type.
func (e *Expr) Bind(columns []*column.Column) error {
	for _, c := range e.comparisons {
		i := slices.IndexFunc(columns, func(known *column.Column) bool { return known.Name == c.name })
		if i < 0 {
			return &Error{c.at, "there is no column " + c.name}
		}
		if err := c.bind(columns[i]); err != nil {
			return err
		}
	}
	return nil
}

// Match reports whether a flow matches.
func (e *Expr) Match(f *flow.Flow) bool { return e.root.match(e, f) }

type node interface {
	match(*Expr, *flow.Flow) bool
}

// all, any and not are how nodes are joined.
type (
	all []node
	any []node
	not struct{ node }
)

func (n all) match(e *Expr, f *flow.Flow) bool {
	for _, m := range n {
		if !m.match(e, f) {
			return false
		}
	}
	return true
}

func (n any) match(e *Expr, f *flow.Flow) bool {
	for _, m := range n {
		if m.match(e, f) {
			return true
		}
	}
	return false
}

func (n not) match(e *Expr, f *flow.Flow) bool { return !n.node.match(e, f) }
