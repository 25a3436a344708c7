package nfstream

import "github.com/nfstream/nfstream-go/column"

// Column is one column of a row; see column.Column.
type Column = column.Column

// Type is what a column holds.
type Type = column.Type

// Width is an integer type, which a plug-in's column may declare; see column.Width.
type Width = column.Width

// The types of columns.
const (
	Int       = column.Int       // an integer; as a plug-in's column also a truth value, 0 or 1
	Millis    = column.Millis    // a time or duration, kept in nanoseconds and shown in milliseconds
	Float     = column.Float     // a floating-point number
	Text      = column.Text      // UTF-8
	IntList   = column.IntList   // integers
	FloatList = column.FloatList // floating-point numbers
	Object    = column.Object    // any Go value; only as a volatile column of a plug-in
	Time      = column.Time      // a date and a time of day in UTC, kept in nanoseconds since 1970; of a plug-in 0 is none
)

// TimeFormat is how rows show when packets were seen. Durations and intervals are always in milliseconds.
type TimeFormat = column.TimeFormat

// The formats of times.
const (
	TimeMillis = column.TimeMillis // milliseconds since 1970, with the precision of the capture after the point
	TimeNanos  = column.TimeNanos  // nanoseconds since 1970, an integer
	TimeISO    = column.TimeISO    // RFC 3339 in UTC with nine digits after the point
)

// AppendMillis appends a number of nanoseconds in milliseconds as rows show it; see column.AppendMillis.
func AppendMillis(dst []byte, ns int64) []byte { return column.AppendMillis(dst, ns) }
