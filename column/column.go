// Package column says what a row is: its columns, their groups, and how a flow's values are shown.
//
// Programs select columns by nfstream.Config and take them from Streamer.Columns; package nfstream has aliases for what
// they need.
package column

import (
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/rows"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Type is what a column holds.
type Type uint8

// The types of columns.
const (
	Int       Type = iota // an integer; as a plug-in's column also a truth value, 0 or 1
	Millis                // a time or duration, kept in nanoseconds and shown in milliseconds
	Float                 // a floating-point number
	Text                  // UTF-8
	IntList               // integers
	FloatList             // floating-point numbers
	Object                // any Go value; only as a volatile column of a plug-in
	Time                  // a date and a time of day in UTC, kept in nanoseconds since 1970; of a plug-in 0 is none
)

var typeNames = [...]string{"integer", "milliseconds", "number", "text", "list of integers", "list of numbers", "object",
	"time"}

// String returns the type in words.
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return "invalid type"
}

// List reports whether a value of the type is a list, and its text in square brackets.
func (t Type) List() bool { return t == IntList || t == FloatList }

// Column is one column of a row. A plug-in declares its own by Name, Type, Doc, Unit, Volatile, Integer and Categorical.
type Column struct {
	Name     string
	Type     Type
	Doc      string // one sentence for a user to read
	Unit     string // of a number: ms, ns, bytes or packets; empty where it has none
	Volatile bool   // for plug-ins' hooks only, not a part of rows
	// Integer is the integer type that all values of an Int or IntList fit, for formats with types; zero is int64. Writing
	// such a format fails at a value that does not fit. See Width.
	Integer     Width
	Categorical bool   // of a Text: it has few values, which occur in many flows; see Repeats
	Group       string // the name under which Config.Fields asks for it and its like; the streamer sets it

	int       func(*flow.Flow) int64
	float     func(*flow.Flow) float64
	text      func([]byte, *flow.Flow) []byte // of a Text and a Time; of a Float where there is a faster way than by float
	list      func([]byte, *flow.Flow) []byte
	ints      func([]int64, *flow.Flow) []int64     // of an IntList
	floats    func([]float64, *flow.Flow) []float64 // of a FloatList
	texts     func([]string, *flow.Flow) []string   // of a Text that shows a list
	absent    func(*flow.Flow) bool                 // says that nothing was observed; nil where -1 or an empty text does
	pseudonym bool                                  // of Pseudonymous
	plain     bool                                  // texts are printable ASCII
	seconds   bool                                  // int is in seconds, of a Time
	null      *null                                 // what stands for what was not observed, nil for the value itself
	seen      func(*flow.Flow) int64                // in nanoseconds since 1970, of a column that Config.TimeFormat is about
}

// null is what a column shows where nothing was observed, and otherwise.
type null struct {
	word  string
	value Column
}

// AppendText appends the flow's value to dst as rows show it: a number in decimal, a list in square brackets, a text as
// UTF-8 without control characters but tab (U+FFFD stands for each of these and for each byte that is no UTF-8), and
// Config.Null, if there is one, where nothing was observed.
func (c *Column) AppendText(dst []byte, f *flow.Flow) []byte {
	if c.null != nil {
		return c.appendOrNull(dst, f)
	}
	switch c.Type {
	case Int:
		return strconv.AppendInt(dst, c.int(f), 10)
	case Millis:
		return AppendMillis(dst, c.int(f))
	case Float:
		if c.text == nil {
			return appendFloat(dst, c.float(f))
		}
		return c.text(dst, f)
	case Text, Time:
		at := len(dst)
		if dst = c.text(dst, f); c.plain || len(dst) == at {
			return dst
		}
		return rows.Clean(dst, at)
	case IntList, FloatList:
		return c.list(dst, f)
	}
	return dst
}

func (c *Column) appendOrNull(dst []byte, f *flow.Flow) []byte {
	dst, observed := c.AppendObserved(dst, f)
	if !observed {
		return append(dst, c.null.word...)
	}
	return dst
}

// Nullable reports whether AppendObserved may find that nothing was observed.
func (c *Column) Nullable() bool { return c.null != nil }

// AppendObserved is AppendText, but that it appends nothing and returns false where nothing was observed, if there is a
// Config.Null. It is for sinks that have a way of their own to show that.
func (c *Column) AppendObserved(dst []byte, f *flow.Flow) (_ []byte, observed bool) {
	at := len(dst)
	if c.null == nil {
		return c.AppendText(dst, f), true
	}
	if c.missing(f) {
		return dst, false
	}
	dst = c.null.value.AppendText(dst, f)
	return dst, len(dst) > at || c.Type != Time && c.Type != Text
}

// missing reports whether nothing was observed, of any type but texts.
func (c *Column) missing(f *flow.Flow) bool {
	switch {
	case c.absent != nil:
		return c.absent(f)
	case c.Type == Int:
		return c.int(f) == -1
	case c.Type == Millis:
		return c.int(f) == notObserved
	case c.Type == Float:
		return c.float(f) == -1
	}
	return false
}

// Int returns the flow's value of a column of type Int, or in nanoseconds of one of type Millis. It panics where the
// column is of another type, or is none of a Streamer's Columns, and says which column that is.
func (c *Column) Int(f *flow.Flow) int64 {
	if c.int == nil || c.seconds {
		c.misused("Int", "Int or Millis")
	}
	return c.int(f)
}

// Float returns the flow's value of a column of type Float. It panics as Int does.
func (c *Column) Float(f *flow.Flow) float64 {
	if c.float == nil {
		c.misused("Float", "Float")
	}
	return c.float(f)
}

// Text returns the flow's value as AppendText shows it, whatever the type; empty where it is Object. It panics where the
// column is none of a Streamer's Columns, and says which column that is.
func (c *Column) Text(f *flow.Flow) string {
	if !c.bound() && c.Type != Object {
		c.misused("Text", "any")
	}
	return string(c.AppendText(nil, f))
}

// Ints appends the values of a column of type IntList to dst. It panics as Int does.
func (c *Column) Ints(dst []int64, f *flow.Flow) []int64 {
	if c.ints == nil {
		c.misused("Ints", "IntList")
	}
	return c.ints(dst, f)
}

// Floats appends the values of a column of type FloatList to dst. It panics as Int does.
func (c *Column) Floats(dst []float64, f *flow.Flow) []float64 {
	if c.floats == nil {
		c.misused("Floats", "FloatList")
	}
	return c.floats(dst, f)
}

// bound reports whether the column knows where its values are.
func (c *Column) bound() bool {
	return c.int != nil || c.float != nil || c.text != nil || c.list != nil
}

// misused panics for a method that does not do for the column.
//
//go:noinline
func (c *Column) misused(method, types string) {
	if !c.bound() {
		panic("nfstream: Column." + method + " of " + strconv.Quote(c.Name) +
			", which is no column of a stream: take it from Streamer.Columns")
	}
	panic("nfstream: Column." + method + " of " + c.Name + ", whose type is " + c.Type.String() + ": want one of type " +
		types + "; Text does for all")
}

func appendInt(dst []byte, v int64) []byte { return strconv.AppendInt(dst, v, 10) }

// listOf makes the text of a list from that of its elements, with a comma between two.
func listOf[T any](get func(*flow.Flow) []T, elem func([]byte, T) []byte) func([]byte, *flow.Flow) []byte {
	return func(dst []byte, f *flow.Flow) []byte {
		dst = append(dst, '[')
		for i, v := range get(f) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = elem(dst, v)
		}
		return append(dst, ']')
	}
}

// Constructors of the columns that are built in. They are not inlined, as Column is large and there are hundreds.

//go:noinline
func intColumn(name string, as Width, doc string, get func(*flow.Flow) int64) Column {
	return Column{Name: name, Type: Int, Integer: as, Doc: doc, Unit: unitOf(name), int: get, absent: never}
}

//go:noinline
func millisColumn(name, doc string, get func(*flow.Flow) int64) Column {
	return Column{Name: name, Type: Millis, Doc: doc, Unit: unitMillis, int: get}
}

//go:noinline
func floatColumn(name, doc string, get func(*flow.Flow) float64) Column {
	return Column{Name: name, Type: Float, Doc: doc, Unit: unitOf(name), float: get}
}

// orNone is a column of integers in which 0 stands for none.
func orNone(c Column) Column {
	c.absent = func(f *flow.Flow) bool { return c.int(f) == 0 }
	return c
}

// never is for columns of integers, which have one for every flow; -1 is one like any other.
func never(*flow.Flow) bool { return false }

// The units of columns.
const (
	unitMillis  = "ms"
	unitNanos   = "ns"
	unitBytes   = "bytes"
	unitPackets = "packets"
)

// unitOf returns the unit of a column that is built in, which the end of its name says.
func unitOf(name string) string {
	for _, u := range [...]struct{ end, unit string }{
		{"_ms", unitMillis}, {"_bytes", unitBytes}, {"_ps", unitBytes}, {"_packets", unitPackets},
	} {
		if strings.HasSuffix(name, u.end) {
			return u.unit
		}
	}
	return ""
}

//go:noinline
func textColumn(name, doc string, get func([]byte, *flow.Flow) []byte) Column {
	return Column{Name: name, Type: Text, Doc: doc, text: get}
}

// plainColumn is a text of our own making, in printable ASCII.
//
//go:noinline
func plainColumn(name, doc string, get func([]byte, *flow.Flow) []byte) Column {
	return Column{Name: name, Type: Text, Doc: doc, text: get, plain: true}
}

// nameColumn is a text of few values, which occur in many flows.
//
//go:noinline
func nameColumn(name, doc string, get func([]byte, *flow.Flow) []byte) Column {
	return Column{Name: name, Type: Text, Doc: doc, text: get, Categorical: true}
}

// termColumn is a nameColumn of our own making, in printable ASCII.
//
//go:noinline
func termColumn(name, doc string, get func([]byte, *flow.Flow) []byte) Column {
	return Column{Name: name, Type: Text, Doc: doc, text: get, plain: true, Categorical: true}
}

// commonColumn is a text of what is common to all protocols.
//
//go:noinline
func commonColumn(name, doc string, get func(*metadata.Set) string) Column {
	return textColumn(name, doc, func(dst []byte, f *flow.Flow) []byte {
		return append(dst, get(f.Metadata())...)
	})
}
