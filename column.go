package nfstream

import (
	"math"
	"strconv"
	"time"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7"
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
)

var typeNames = [...]string{"integer", "milliseconds", "number", "text", "list of integers", "list of numbers", "object"}

// String returns the type in words.
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return "invalid type"
}

// List reports whether a value of the type is a list, and its text in square brackets.
func (t Type) List() bool { return t == IntList || t == FloatList }

// Column is one column of a row. A plug-in declares its own by Name, Type, Doc and Volatile.
type Column struct {
	Name     string
	Type     Type
	Doc      string // one sentence for a user to read
	Volatile bool   // for plug-ins' hooks only, not a part of rows
	Group    string // the name under which Config.Fields asks for it and its like; the streamer sets it

	int   func(*Flow) int64
	float func(*Flow) float64
	text  func([]byte, *Flow) []byte // of a Text; of a Float where there is a faster way than by float
	list  func([]byte, *Flow) []byte
}

// AppendText appends the flow's value to dst as rows show it: a number in decimal, a list in square brackets, a text as
// it is.
func (c *Column) AppendText(dst []byte, f *Flow) []byte {
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
	case Text:
		return c.text(dst, f)
	case IntList, FloatList:
		return c.list(dst, f)
	}
	return dst
}

// Int returns the flow's value of a column of type Int, or in nanoseconds of one of type Millis. It panics where the
// column is of another type, or is none of a Streamer's Columns, and says which column that is.
func (c *Column) Int(f *Flow) int64 {
	if c.int == nil {
		c.misused("Int", "Int or Millis")
	}
	return c.int(f)
}

// Float returns the flow's value of a column of type Float. It panics as Int does.
func (c *Column) Float(f *Flow) float64 {
	if c.float == nil {
		c.misused("Float", "Float")
	}
	return c.float(f)
}

// Text returns the flow's value as AppendText shows it, whatever the type; empty where it is Object. It panics where the
// column is none of a Streamer's Columns, and says which column that is.
func (c *Column) Text(f *Flow) string {
	if !c.bound() && c.Type != Object {
		c.misused("Text", "any")
	}
	return string(c.AppendText(nil, f))
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

// notObserved is -1 ms, the duration of a direction without packets.
const notObserved = -int64(time.Millisecond)

// AppendMillis appends a number of nanoseconds in milliseconds: with three places after the point, or six where
// microseconds are not enough. None and -1 ms, which stand for what was not observed, have no places.
func AppendMillis(dst []byte, ns int64) []byte {
	switch {
	case ns == 0:
		return append(dst, '0')
	case ns == notObserved:
		return append(dst, "-1"...)
	case ns < 0:
		dst = append(dst, '-')
	}
	u := uint64(max(ns, -ns))
	ms := u / 1e6
	digits, rest := 6, uint32(u-ms*1e6)
	dst = strconv.AppendUint(dst, ms, 10)
	if rest%1e3 == 0 {
		digits, rest = 3, rest/1e3
	}
	return appendPlaces(dst, digits, rest)
}

// appendPlaces appends a point and so many digits of n, 6 at most.
func appendPlaces(dst []byte, digits int, n uint32) []byte {
	dst = append(dst, ".000000"[:digits+1]...)
	for i := len(dst) - 1; n > 0; i-- {
		dst[i] = byte('0' + n%10)
		n /= 10
	}
	return dst
}

// appendFloat appends the shortest decimal that reads back as v. Most figures of packets are whole, which is faster.
func appendFloat(dst []byte, v float64) []byte {
	if n, ok := whole(v); ok {
		return strconv.AppendInt(dst, n, 10)
	}
	return strconv.AppendFloat(dst, v, 'f', -1, 64)
}

// whole returns v as an integer, and whether it is one of at most 53 bits other than -0. It looks at the bits, as machines
// without floating point take long to convert.
func whole(v float64) (n int64, ok bool) {
	b := math.Float64bits(v)
	places := 1023 + 52 - b>>52&0x7ff // of the mantissa behind the point
	if places > 52 {
		return 0, b == 0
	}
	m := b&(1<<52-1) | 1<<52
	if m&(1<<places-1) != 0 {
		return 0, false
	}
	n = int64(m >> places)
	if b>>63 != 0 {
		n = -n
	}
	return n, true
}

// mostExact is the least number of nanoseconds that has, in milliseconds, more digits than a float64 tells apart.
const mostExact = 1e15

// appendExact appends what appendFloat does of n/unit, which is one of flow.Summary, without floating point.
func appendExact(dst []byte, n, unit uint64) []byte {
	switch {
	case unit == 0:
		return strconv.AppendInt(dst, flow.NotObserved, 10)
	case unit == 1:
		return strconv.AppendUint(dst, n, 10)
	case n >= mostExact:
		return appendFloat(dst, float64(n)/1e6)
	}
	ms := n / 1e6
	dst = strconv.AppendUint(dst, ms, 10)
	digits, rest := 6, uint32(n-ms*1e6)
	if rest == 0 {
		return dst
	}
	for ; rest%10 == 0; digits-- {
		rest /= 10
	}
	return appendPlaces(dst, digits, rest)
}

func appendInt(dst []byte, v int64) []byte { return strconv.AppendInt(dst, v, 10) }

// listOf makes the text of a list from that of its elements.
func listOf[T any](get func(*Flow) []T, elem func([]byte, T) []byte) func([]byte, *Flow) []byte {
	return func(dst []byte, f *Flow) []byte {
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
func intColumn(name, doc string, get func(*Flow) int64) Column {
	return Column{Name: name, Type: Int, Doc: doc, int: get}
}

//go:noinline
func millisColumn(name, doc string, get func(*Flow) int64) Column {
	return Column{Name: name, Type: Millis, Doc: doc, int: get}
}

//go:noinline
func floatColumn(name, doc string, get func(*Flow) float64) Column {
	return Column{Name: name, Type: Float, Doc: doc, float: get}
}

//go:noinline
func textColumn(name, doc string, get func([]byte, *Flow) []byte) Column {
	return Column{Name: name, Type: Text, Doc: doc, text: get}
}

// labelColumn is a text of the labels.
//
//go:noinline
func labelColumn(name, doc string, get func(*l7.Labels) string) Column {
	return textColumn(name, doc, func(dst []byte, f *Flow) []byte {
		return append(dst, get(f.Labels())...)
	})
}

// partColumn is a text of a part of the labels, empty where that is not there.
//
//go:noinline
func partColumn[T any](name, doc string, part func(*l7.Labels) *T, get func(*T) string) Column {
	return labelColumn(name, doc, func(l *l7.Labels) string {
		if p := part(l); p != nil {
			return get(p)
		}
		return ""
	})
}

// partNumber is a number of a part of the labels, 0 where that is not there.
//
//go:noinline
func partNumber[T any](name, doc string, part func(*l7.Labels) *T, get func(*T) uint16) Column {
	return intColumn(name, doc, func(f *Flow) int64 {
		if p := part(f.Labels()); p != nil {
			return int64(get(p))
		}
		return 0
	})
}
