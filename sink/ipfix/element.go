package ipfix

import (
	"encoding/binary"
	"math"
	"unicode/utf8"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// dataType is an abstract data type (RFC 7012, section 3.1) by its number in IANA's registry (RFC 5610, section 3.1).
type dataType uint8

const (
	octets dataType = iota
	unsigned8
	unsigned16
	unsigned32
	unsigned64
	signed8
	signed16
	signed32
	signed64
	float32s
	float64s
	boolean
	macAddress
	text
	seconds
	milliseconds
	microseconds
	nanoseconds
	ipv4Address
	ipv6Address
)

// variable is the length in a template of an element that carries its own (RFC 7011, section 7).
const variable = 65535

// The private enterprises of elements that are not ours.
const (
	iana    = 0
	reverse = 29305 // of RFC 5103, section 6.1
	ntop    = 35632
	cert    = 6871
)

// put appends the value of an element, of the record of a direction. The exporter has the settings.
type put func(dst []byte, f *flow.Flow, d int, e *Exporter) []byte

// element is an information element as templates have it.
type element struct {
	enterprise uint32
	id         uint16
	length     uint16
	kind       dataType
	unit       uint8 // by IANA's registry (RFC 5610, section 3.3), for our own
	backward   bool  // about the packets from the destination: only where there are some
	name       string
	put        put
}

// sizes are the lengths of values of the data types.
var sizes = [...]uint16{variable, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8, 1, 6, variable, 4, 8, 8, 8, 4, 16}

// standard returns an element of IANA's registry.
//
//go:noinline
func standard(id uint16, kind dataType, put put) element {
	return element{id: id, kind: kind, length: sizes[kind], put: put}
}

// reversed returns the element for the other direction of a biflow (RFC 5103, section 6.1).
func reversed(e element) element {
	get := e.put
	e.enterprise, e.backward = reverse, true
	e.put = func(dst []byte, f *flow.Flow, d int, x *Exporter) []byte { return get(dst, f, 1-d, x) }
	return e
}

func appendUint(dst []byte, kind dataType, v uint64) []byte {
	switch sizes[kind] {
	case 1:
		return append(dst, byte(v))
	case 2:
		return binary.BigEndian.AppendUint16(dst, uint16(v))
	case 4:
		return binary.BigEndian.AppendUint32(dst, uint32(v))
	}
	return binary.BigEndian.AppendUint64(dst, v)
}

// number returns what puts an unsigned integer.
//
//go:noinline
func number(id uint16, kind dataType, get func(f *flow.Flow, d int) uint64) element {
	return standard(id, kind, func(dst []byte, f *flow.Flow, d int, _ *Exporter) []byte {
		return appendUint(dst, kind, get(f, d))
	})
}

// meter returns what was counted of a direction.
func meter(f *flow.Flow, d int) flow.Meter {
	if d == flow.DstToSrc {
		return f.DstToSrc()
	}
	return f.SrcToDst()
}

// appendNTP appends a time in nanoseconds since the Unix epoch as dateTimeNanoseconds (RFC 7011, section 6.1.10): seconds since
// 1900 modulo 2^32, and a fraction. The fraction is rounded up, so that whole nanoseconds can be read back.
func appendNTP(dst []byte, nanos int64) []byte {
	const (
		second = 1_000_000_000
		epoch  = 2_208_988_800 // from 1900 to 1970 in seconds
	)
	sec, rest := nanos/second, nanos%second
	if rest < 0 {
		sec, rest = sec-1, rest+second
	}
	fraction := (uint64(rest)<<32 + second - 1) / second
	dst = binary.BigEndian.AppendUint32(dst, uint32(sec+epoch))
	return binary.BigEndian.AppendUint32(dst, uint32(fraction))
}

// appendMillis appends a time in nanoseconds since the Unix epoch as dateTimeMilliseconds (RFC 7011, section 6.1.8).
func appendMillis(dst []byte, nanos int64) []byte {
	return binary.BigEndian.AppendUint64(dst, uint64(floorMillis(nanos)))
}

func floorMillis(nanos int64) int64 {
	const milli = 1_000_000
	ms := nanos / milli
	if nanos%milli < 0 {
		ms--
	}
	return ms
}

// maxText is the length of the longest text in bytes.
const maxText = variable - 1

// lengthOf makes the bytes from an offset on, which follow one byte of room, a value of variable length (RFC 7011, section 7).
func lengthOf(dst []byte, at int) []byte {
	n := len(dst) - at
	if n > maxText {
		n = whole(dst[at:], maxText)
		dst = dst[:at+n]
	}
	if n < 255 {
		dst[at-1] = byte(n)
		return dst
	}
	dst = append(dst, 0, 0)
	copy(dst[at+2:], dst[at:at+n])
	dst[at-1] = 255
	binary.BigEndian.PutUint16(dst[at:], uint16(n))
	return dst
}

// whole returns the length of the longest beginning of a text that has no more than n bytes and no half character.
func whole(text []byte, n int) int {
	if len(text) <= n {
		return len(text)
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// ofText returns what puts the text of a column, nothing where nothing was observed.
//
//go:noinline
func ofText(c *column.Column) put {
	return func(dst []byte, f *flow.Flow, _ int, _ *Exporter) []byte {
		at := len(dst) + 1
		dst = append(dst, 0)
		if c.Nullable() {
			dst, _ = c.AppendObserved(dst, f)
		} else {
			dst = c.AppendText(dst, f)
		}
		return lengthOf(dst, at)
	}
}

// fixed returns a text of variable length as one of n bytes, filled up with zeros, as NetFlow 9 wants it.
func fixed(e element, n int) element {
	get := e.put
	e.length = uint16(n)
	e.put = func(dst []byte, f *flow.Flow, d int, x *Exporter) []byte {
		at := len(dst)
		dst = get(dst, f, d, x)
		head := 1
		if dst[at] == 255 {
			head = 3
		}
		return pad(append(dst[:at], dst[at+head:]...), at, n)
	}
	return e
}

// pad cuts the text from an offset on after n bytes, or fills it up with zeros.
func pad(dst []byte, at, n int) []byte {
	dst = dst[:at+whole(dst[at:], n)]
	for len(dst) < at+n {
		dst = append(dst, 0)
	}
	return dst
}

// ofInt returns what puts the integer of a column in two's complement.
//
//go:noinline
func ofInt(c *column.Column, kind dataType) put {
	return func(dst []byte, f *flow.Flow, _ int, _ *Exporter) []byte {
		return appendUint(dst, kind, uint64(c.Int(f)))
	}
}

//go:noinline
func ofFloat(c *column.Column) put {
	return func(dst []byte, f *flow.Flow, _ int, _ *Exporter) []byte {
		return binary.BigEndian.AppendUint64(dst, math.Float64bits(c.Float(f)))
	}
}
