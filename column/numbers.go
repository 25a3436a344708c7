package column

import (
	"bytes"
	"math"
	"strconv"
	"time"

	"github.com/nfstream/nfstream-go/flow"
)

// notObserved is -1 ms, the duration of a direction without packets.
const notObserved = -int64(time.Millisecond)

// AppendMillis appends a number of nanoseconds in milliseconds: with three places after the point, or six where
// microseconds are not enough. None and -1 ms, which may stand for what was not observed, have one place.
func AppendMillis(dst []byte, ns int64) []byte {
	switch {
	case ns == 0:
		return append(dst, "0.0"...)
	case ns == notObserved:
		return append(dst, "-1.0"...)
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

// appendFloat appends the shortest decimal with a point that reads back as v, or NaN, inf and -inf, which pandas, polars
// and DuckDB take for numbers. Most figures of packets are whole, which is faster.
func appendFloat(dst []byte, v float64) []byte {
	if n, ok := whole(v); ok {
		return append(strconv.AppendInt(dst, n, 10), point...)
	}
	switch at := len(dst); {
	case math.IsInf(v, 1):
		return append(dst, "inf"...)
	case math.IsInf(v, -1):
		return append(dst, "-inf"...)
	case v != v:
		return append(dst, "NaN"...)
	default:
		dst = strconv.AppendFloat(dst, v, 'f', -1, 64)
		if bytes.IndexByte(dst[at:], '.') < 0 {
			dst = append(dst, point...)
		}
		return dst
	}
}

// point ends a whole number of a column that is not one of integers, so that readers that look at the first rows alone
// do not take it for one.
const point = ".0"

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
		return append(strconv.AppendInt(dst, flow.NotObserved, 10), point...)
	case unit == 1:
		return append(strconv.AppendUint(dst, n, 10), point...)
	case n >= mostExact:
		return appendFloat(dst, float64(n)/1e6)
	}
	ms := n / 1e6
	dst = strconv.AppendUint(dst, ms, 10)
	digits, rest := 6, uint32(n-ms*1e6)
	if rest == 0 {
		return append(dst, point...)
	}
	for ; rest%10 == 0; digits-- {
		rest /= 10
	}
	return appendPlaces(dst, digits, rest)
}
