package where

import (
	"bytes"
	"cmp"
	"math"
	"net/netip"
	"slices"
	"strconv"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// operator is one of a comparison.
type operator uint8

const (
	equal operator = iota
	unequal
	less
	atMost
	greater
	atLeast
	contains
	in
	isSet // no operator: not 0
)

var operators = map[string]operator{"=": equal, "==": equal, "!=": unequal, "<": less, "<=": atMost, ">": greater,
	">=": atLeast, "contains": contains, "in": in}

// comparison compares a column with values, of which there is one but for in.
type comparison struct {
	at     int // of the column in the expression
	name   string
	op     operator
	values []value
	column *column.Column
}

// value is one that a column is compared with.
type value struct {
	at     int
	text   []byte
	number float64
	whole  int64 // of an Int, and of a Millis in nanoseconds
	prefix netip.Prefix
}

// bind takes the column, and reads the values as those of its type.
func (c *comparison) bind(to *column.Column) error {
	c.column = to
	switch {
	case to.Type == column.Object:
		return &Error{c.at, c.name + " is a column of a plug-in alone"}
	case to.Type.List() && c.op != contains:
		return &Error{c.at, c.name + " is a list: want contains"}
	case c.op == isSet && to.Type != column.Int:
		return &Error{c.at, c.name + " is of type " + to.Type.String() + ": want an operator and a value behind it"}
	case c.op == contains && (to.Type == column.Int || to.Type == column.Millis || to.Type == column.Float):
		return &Error{c.at, c.name + " is of type " + to.Type.String() + ", which contains nothing: want =, <, > or in"}
	}
	for i := range c.values {
		if err := c.values[i].read(c, to.Type); err != nil {
			return err
		}
	}
	return nil
}

func (v *value) read(c *comparison, as column.Type) (err error) {
	switch as {
	case column.Text, column.Time:
		if p, err := netip.ParsePrefix(string(v.text)); err == nil && c.op != contains {
			v.prefix = p.Masked()
		}
		return nil
	case column.Int:
		if v.whole, err = strconv.ParseInt(string(v.text), 10, 64); err == nil {
			v.number = float64(v.whole)
			return nil
		}
	}
	if v.number, err = strconv.ParseFloat(string(v.text), 64); err != nil || math.IsNaN(v.number) {
		return &Error{v.at, c.name + " is of type " + as.String() + ", and " + strconv.Quote(string(v.text)) + " is no number"}
	}
	if as == column.Millis {
		v.whole = int64(math.Round(min(max(v.number*1e6, math.MinInt64), math.MaxInt64/2)))
	}
	return nil
}

func (c *comparison) match(e *Expr, f *flow.Flow) bool {
	switch c.column.Type {
	case column.Int:
		return c.integer(c.column.Int(f))
	case column.Millis:
		n := c.column.Int(f)
		return c.any(func(v *value) int { return cmp.Compare(n, v.whole) })
	case column.Float:
		n := c.column.Float(f)
		return c.any(func(v *value) int { return cmp.Compare(n, v.number) })
	case column.IntList:
		e.ints = c.column.Ints(e.ints[:0], f)
		return slices.ContainsFunc(e.ints, func(n int64) bool { return float64(n) == c.values[0].number })
	case column.FloatList:
		e.floats = c.column.Floats(e.floats[:0], f)
		return slices.Contains(e.floats, c.values[0].number)
	}
	e.text = c.column.AppendText(e.text[:0], f)
	return c.textual(e.text, f)
}

func (c *comparison) integer(n int64) bool {
	if c.op == isSet {
		return n != 0
	}
	return c.any(func(v *value) int {
		if float64(v.whole) == v.number {
			return cmp.Compare(n, v.whole)
		}
		return cmp.Compare(float64(n), v.number) // of a value such as 1.5
	})
}

func (c *comparison) textual(text []byte, f *flow.Flow) bool {
	if c.op == contains {
		return bytes.Contains(text, c.values[0].text)
	}
	return c.any(func(v *value) int {
		if v.prefix.IsValid() && v.prefix.Contains(c.address(text, f)) {
			return 0
		}
		return bytes.Compare(text, v.text)
	})
}

// address returns the address that a text is, the zero one if it is none.
func (c *comparison) address(text []byte, f *flow.Flow) netip.Addr {
	switch c.name {
	case "src_ip":
		return f.Src().Addr()
	case "dst_ip":
		return f.Dst().Addr()
	}
	a, _ := netip.ParseAddr(string(text)) // which allocates
	return a
}

// any reports whether a value's order, less than 0 where the column's is less than it, is what the operator wants.
func (c *comparison) any(order func(*value) int) bool {
	for i := range c.values {
		o := order(&c.values[i])
		if c.op == equal && o == 0 || c.op == in && o == 0 || c.op == unequal && o != 0 || c.op == less && o < 0 ||
			c.op == atMost && o <= 0 || c.op == greater && o > 0 || c.op == atLeast && o >= 0 {
			return true
		}
	}
	return false
}
