package parquet

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/nfstream/nfstream-go/column"
)

// root is a schema whose columns have the order of rows. Those of a parquet.Group are sorted by name.
type root struct {
	parquet.Group
	fields []parquet.Field
}

func (r *root) Fields() []parquet.Field { return r.fields }

// field is a column of the schema.
type field struct {
	parquet.Node
	name string
}

func (f *field) Name() string { return f.name }

// Value is for rows that are Go values, which are never written.
func (f *field) Value(base reflect.Value) reflect.Value { return base }

// kind is how the values of a column are kept and written.
type kind uint8

const (
	kindInt32 kind = iota
	kindInt64
	kindTime
	kindMillis // a duration, as a number of milliseconds
	kindFloat
	kindText
	kindInts
	kindFloats
	kindTexts
)

func kindOf(c *column.Column) kind {
	switch {
	case c.Moment():
		return kindTime
	case c.TextList():
		return kindTexts
	}
	switch c.Type {
	case column.Int:
		if c.Width().Bits <= 32 {
			return kindInt32
		}
		return kindInt64
	case column.Millis:
		return kindMillis
	case column.Float:
		return kindFloat
	case column.IntList:
		return kindInts
	case column.FloatList:
		return kindFloats
	case column.Time:
		return kindTime
	}
	return kindText
}

// list reports whether a value is a list.
func (k kind) list() bool { return k >= kindInts }

// precise reports whether rows were asked for times in nanoseconds (column.TimeNanos, column.TimeISO). Times have
// microseconds otherwise, since Spark reads no nanoseconds.
func precise(columns []*column.Column) bool {
	return slices.ContainsFunc(columns, func(c *column.Column) bool {
		return c.Moment() && c.Resolution() == time.Nanosecond && (c.Type == column.Int || c.Type == column.Time && strings.HasSuffix(c.Name, "_seen_ms"))
	})
}

// unitOf returns the unit of the times of a column. Dates that nanoseconds cannot hold have microseconds.
func unitOf(c *column.Column, precise bool) parquet.TimeUnit {
	if precise && c.Resolution() == time.Nanosecond {
		return parquet.Nanosecond
	}
	return parquet.Microsecond
}

// newSchema makes the schema for columns with the cells of a first row group.
func newSchema(columns []*column.Column, all []cells, precise bool) *parquet.Schema {
	r := &root{}
	for i, c := range columns {
		k := kindOf(c)
		var n parquet.Node = parquet.Encoded(element(c, k, unitOf(c, precise)), encodingOf(k, all[i].repetitive()))
		if k.list() {
			n = parquet.List(n)
		}
		r.fields = append(r.fields, &field{parquet.Optional(n), c.Name})
	}
	return parquet.NewSchema("flow", r)
}

// element is the type of a column's values, or of the elements of its lists.
func element(c *column.Column, k kind, unit parquet.TimeUnit) parquet.Node {
	switch k {
	case kindInt32, kindInt64, kindInts:
		return integer(c)
	case kindTime:
		return parquet.TimestampAdjusted(unit, true)
	case kindMillis, kindFloat, kindFloats:
		return parquet.Leaf(parquet.DoubleType)
	}
	return parquet.String()
}

func integer(c *column.Column) parquet.Node {
	w := c.Width()
	if w.Unsigned {
		return parquet.Uint(int(w.Bits))
	}
	return parquet.Int(int(w.Bits))
}
