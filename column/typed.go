package column

import (
	"math"
	"strconv"
	"time"

	"github.com/nfstream/nfstream-go/flow"
)

// Width is an integer type. The zero Width stands for int64.
type Width struct {
	Bits     uint8 // 8, 16, 32 or 64
	Unsigned bool  // never with 64 bits: many readers have no unsigned integers of 64 bits
}

// String returns the type's usual name, such as uint16.
func (w Width) String() string {
	if w.Bits == 0 {
		w.Bits = 64
	}
	name := "int" + strconv.Itoa(int(w.Bits))
	if w.Unsigned {
		return "u" + name
	}
	return name
}

// Fits reports whether the type has the value.
func (w Width) Fits(v int64) bool {
	switch {
	case w.Bits == 0 || w.Bits == 64:
		return true
	case w.Unsigned:
		return uint64(v)>>w.Bits == 0
	}
	half := int64(1) << (w.Bits - 1)
	return -half <= v && v < half
}

// The integer types of columns that are built in.
var (
	u8  = Width{8, true}
	u16 = Width{16, true}
	u32 = Width{32, true}
	i8  = Width{8, false}
	i32 = Width{32, false}
	i64 = Width{64, false}
)

// Width returns the smallest documented integer type of a column of type Int or IntList. All values fit it but those
// that Absent reports: a column of ports is of uint16, even if rows show -1 where there is none. Columns of plug-ins are
// of int64 unless they declare an Integer, which their values may break.
func (c *Column) Width() Width {
	if c.Integer.Bits == 0 {
		return i64
	}
	return c.Integer
}

// Repeats reports whether a column of texts has few values that occur in many flows, such as names of applications. A
// dictionary is smaller than the texts then. It is a hint: what the network sends may bring any number of values.
func (c *Column) Repeats() bool { return c.Categorical && c.Type == Text }

// TextList reports whether a column of type Text shows a list, whose elements Texts returns.
func (c *Column) TextList() bool { return c.texts != nil }

// Texts appends the elements of a column of which TextList is true to dst. They may hold any bytes: AppendText cleans
// what it shows, Texts does not. The flow keeps the texts. It panics as Int does.
func (c *Column) Texts(dst []string, f *flow.Flow) []string {
	if c.texts == nil {
		c.misused("Texts", "Text that shows a list")
	}
	return c.texts(dst, f)
}

// Absent reports whether nothing was observed, where rows show Config.Null, or, without it, -1, 0 or no text by the
// column's documentation. It does not depend on Config.Null. An empty text is absent. Of a text it takes as long as
// AppendText; AppendObserved returns the same without a second look.
func (c *Column) Absent(f *flow.Flow) bool {
	if c.Type == Text {
		text, observed := c.AppendObserved(nil, f)
		return !observed || len(text) == 0
	}
	return c.missing(f)
}

// Moment reports whether the values are points in time, which Nanos returns whatever Config.TimeFormat is: those of type
// Time, and when packets were seen. Other columns of type Millis are durations. The group nfstream6 has integers of
// milliseconds since 1970 unless Config.TimeFormat asks for another form; these are Int and no moments.
func (c *Column) Moment() bool {
	return c.Type == Time || c.seen != nil && (c.Type == Millis || c.Unit == unitNanos)
}

// Resolution returns what the values of a column with Moment or of type Millis are multiples of: a nanosecond, or a
// second for dates that may be outside the years 1678 to 2261 of Nanos, such as those of certificates.
func (c *Column) Resolution() time.Duration {
	if c.seconds {
		return time.Second
	}
	return time.Nanosecond
}

// Nanos returns a point in time as nanoseconds since 1970, or a duration in nanoseconds, of a column with Moment or of
// type Millis. Where Resolution is a second, a date that does not fit becomes the first or the last nanosecond of int64;
// Seconds has them all. What it returns of an absent value has no meaning. It panics as Int does.
func (c *Column) Nanos(f *flow.Flow) int64 {
	if c.seconds {
		s := c.int(f)
		return min(max(s, math.MinInt64/int64(time.Second)), math.MaxInt64/int64(time.Second)) * int64(time.Second)
	}
	if c.int == nil || c.Type == Int && !c.Moment() {
		c.misused("Nanos", "Millis or Time")
	}
	return c.int(f)
}

// Seconds returns a point in time as seconds since 1970, rounded down, of a column of which Nanos returns nanoseconds. It
// panics as Int does.
func (c *Column) Seconds(f *flow.Flow) int64 {
	if c.seconds {
		return c.int(f)
	}
	ns := c.Nanos(f)
	s := ns / int64(time.Second)
	if ns%int64(time.Second) < 0 {
		s--
	}
	return s
}
