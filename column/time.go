package column

import (
	"time"

	"github.com/nfstream/nfstream-go/flow"
)

// TimeFormat is how rows show when packets were seen. Durations and intervals are in milliseconds whatever it is.
type TimeFormat uint8

// The formats of times.
const (
	// TimeMillis is milliseconds since 1970 with the capture's own precision behind the point. A float64 of them is exact
	// to a quarter of a microsecond.
	TimeMillis TimeFormat = iota
	// TimeNanos is nanoseconds since 1970, an integer.
	TimeNanos
	// TimeISO is RFC 3339 in UTC with nine digits behind the point, 2006-01-02T15:04:05.000000000Z, and no text for what
	// was not observed.
	TimeISO
)

// showSeen gives a column that TimeFormat is about its form.
func (t TimeFormat) showSeen(c *Column) {
	switch {
	case c.seen == nil:
	case t == TimeNanos:
		c.Type, c.Unit, c.int = Int, unitNanos, c.seen
	case t == TimeISO:
		c.Type, c.Unit, c.int, c.text, c.plain = Time, "", c.seen, timeText(c.seen, c.absent), true
	}
}

// timeText makes the text of a time in nanoseconds since 1970, which is empty where it is absent.
func timeText(get func(*flow.Flow) int64, absent func(*flow.Flow) bool) func([]byte, *flow.Flow) []byte {
	return func(dst []byte, f *flow.Flow) []byte {
		if absent(f) {
			return dst
		}
		return appendISO(dst, get(f))
	}
}

// appendISO appends a time by RFC 3339, section 5.6. Always as many digits let readers that guess a format by the first
// rows read the others.
func appendISO(dst []byte, ns int64) []byte {
	t := time.Unix(0, ns).UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = appendTwo(appendTwo(dst, year/100), year%100)
	dst = appendTwo(append(dst, '-'), int(month))
	dst = appendTwo(append(dst, '-'), day)
	dst = appendTwo(append(dst, 'T'), hour)
	dst = appendTwo(append(dst, ':'), minute)
	dst = appendTwo(append(dst, ':'), second)
	rest := uint32(t.Nanosecond())
	dst = appendPlaces(dst, 6, rest/1e3)
	return append(dst, byte('0'+rest/100%10), byte('0'+rest/10%10), byte('0'+rest%10), 'Z')
}

// appendTwo appends two digits.
func appendTwo(dst []byte, n int) []byte { return append(dst, byte('0'+n/10), byte('0'+n%10)) }

// Empty is a Null of no text at all, which pandas, polars and DuckDB take for a missing value of any type.
const Empty = "\x00"

// ShowNull lets columns show a word for what was not observed, Empty no text at all.
func ShowNull(columns []*Column, word string) {
	if word == Empty {
		word = ""
	}
	for _, c := range columns {
		c.null = &null{word, *c}
	}
}
