package arrow

import (
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// vector holds the values of one column of a batch.
type vector interface {
	// add appends the value of a flow, and returns the bytes that it takes, or failed where it cannot.
	add(f *flow.Flow) int
	// failure returns why add has failed.
	failure() error
	// data returns the values as Arrow has them, which share the memory of the vector until reset.
	data() *array.Data
	// reset removes all values and keeps the memory for the next batch.
	reset()
}

// failed is less than any size.
const failed = -1

// validity says which values of a vector are there. The bitmap is made at the first null.
type validity struct {
	bits     []byte
	n, nulls int
	err      error
}

func (v *validity) failure() error { return v.err }

// fail keeps the reason for a failure.
func (v *validity) fail(err error) int { v.err = err; return failed }

// has appends a value that is there.
func (v *validity) has() {
	if v.nulls > 0 {
		v.set(1)
	}
	v.n++
}

// none appends a null.
func (v *validity) none() {
	if v.nulls == 0 {
		v.bits = v.bits[:0]
		for range v.n / 8 {
			v.bits = append(v.bits, 0xff)
		}
		if rest := v.n % 8; rest > 0 {
			v.bits = append(v.bits, 1<<rest-1)
		}
	}
	v.set(0)
	v.nulls++
	v.n++
}

func (v *validity) set(bit byte) {
	if v.n%8 == 0 {
		v.bits = append(v.bits, bit)
		return
	}
	v.bits[v.n/8] |= bit << (v.n % 8)
}

func (v *validity) buffer() *memory.Buffer {
	if v.nulls == 0 {
		return nil
	}
	return memory.NewBufferBytes(v.bits)
}

func (v *validity) clear() { v.n, v.nulls = 0, 0 }

// number is a type of numbers in memory.
type number interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | float64
}

// fixed holds numbers.
type fixed[T number] struct {
	validity
	as     arrow.FixedWidthDataType
	size   int
	values []T
	column.Accessors
}

func fixedOf[T number](c *column.Column, as arrow.DataType) fixed[T] {
	of := as.(arrow.FixedWidthDataType)
	return fixed[T]{as: of, size: of.Bytes(), Accessors: c.Accessors()}
}

// put appends a value, which is null if there is none, and returns its size.
func (x *fixed[T]) put(v T, there bool) int {
	if there {
		x.has()
	} else {
		x.none()
	}
	x.values = append(x.values, v)
	return x.size
}

// observed reports whether an integer is there. One that is not is 0 or less.
func (x *fixed[T]) observed(v int64, f *flow.Flow) bool {
	if x.Absent == nil {
		return v != x.None
	}
	return v > 0 || !x.Absent(f)
}

func (x *fixed[T]) data() *array.Data {
	return array.NewData(x.as, x.n, []*memory.Buffer{x.buffer(), memory.NewBufferBytes(arrow.GetBytes(x.values))}, nil, x.nulls, 0)
}

func (x *fixed[T]) reset() {
	x.clear()
	x.values = x.values[:0]
}

// integers are of the column's Width.
type integers[T number] struct{ fixed[T] }

func (x *integers[T]) add(f *flow.Flow) int {
	v := x.Int(f)
	if !x.observed(v, f) {
		return x.put(0, false)
	}
	if int64(T(v)) != v {
		return x.fail(overflow(v, x.as))
	}
	return x.put(T(v), true)
}

// floats are of type Float.
type floats struct{ fixed[float64] }

func (x *floats) add(f *flow.Flow) int {
	v := x.Float(f)
	if x.Absent == nil {
		return x.put(v, v != float64(x.None))
	}
	return x.put(v, !x.Absent(f))
}

// durations are milliseconds.
type durations struct{ fixed[float64] }

func (x *durations) add(f *flow.Flow) int {
	ns := x.Int(f)
	return x.put(float64(ns)/1e6, x.observed(ns, f))
}

// moments are points in time, in nanoseconds or seconds since 1970.
type moments struct{ fixed[int64] }

func (x *moments) add(f *flow.Flow) int {
	v := x.Int(f)
	return x.put(v, x.observed(v, f))
}

// wholeSeconds reports whether a column of points in time has seconds.
func wholeSeconds(c *column.Column) bool { return c.Resolution() == time.Second }

// numbersOf returns the vector of a column of type Int.
func numbersOf(c *column.Column) vector {
	switch as := integerType(c.Width()); as.ID() {
	case arrow.UINT8:
		return &integers[uint8]{fixedOf[uint8](c, as)}
	case arrow.UINT16:
		return &integers[uint16]{fixedOf[uint16](c, as)}
	case arrow.UINT32:
		return &integers[uint32]{fixedOf[uint32](c, as)}
	case arrow.INT8:
		return &integers[int8]{fixedOf[int8](c, as)}
	case arrow.INT16:
		return &integers[int16]{fixedOf[int16](c, as)}
	case arrow.INT32:
		return &integers[int32]{fixedOf[int32](c, as)}
	default:
		return &integers[int64]{fixedOf[int64](c, as)}
	}
}
