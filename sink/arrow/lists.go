package arrow

import (
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// lists is what all columns of lists have.
type lists struct {
	validity
	c    *column.Column
	as   arrow.DataType
	ends ends
}

// put ends a list of some bytes, of which the last element has an index below end.
func (x *lists) put(bytes, end int, there bool) int {
	if end > math.MaxInt32 {
		return x.fail(errLong)
	}
	if there {
		x.has()
	} else {
		x.none()
	}
	x.ends.add(end)
	return offsetBytes + bytes
}

func (x *lists) dataOf(elements *array.Data) *array.Data {
	defer elements.Release()
	return array.NewData(x.as, x.n, []*memory.Buffer{x.buffer(), x.ends.buffer()}, []arrow.ArrayData{elements}, x.nulls, 0)
}

func (x *lists) clearLists() {
	x.clear()
	x.ends = x.ends[:0]
}

// numberLists holds lists of numbers, which come as numbers of type S.
type numberLists[T number, S int64 | float64] struct {
	lists
	get      func(dst []S, f *flow.Flow) []S
	of       arrow.FixedWidthDataType
	elements []T
	one      []S // the list of one flow
}

func (x *numberLists[T, S]) add(f *flow.Flow) int {
	if x.c.Absent(f) {
		return x.put(0, len(x.elements), false)
	}
	x.one = x.get(x.one[:0], f)
	for _, v := range x.one {
		if S(T(v)) != v && v == v {
			return x.fail(overflow(int64(v), x.of))
		}
		x.elements = append(x.elements, T(v))
	}
	return x.put(len(x.one)*x.of.Bytes(), len(x.elements), true)
}

func (x *numberLists[T, S]) data() *array.Data {
	return x.dataOf(array.NewData(x.of, len(x.elements), []*memory.Buffer{nil, memory.NewBufferBytes(arrow.GetBytes(x.elements))},
		nil, 0, 0))
}

func (x *numberLists[T, S]) reset() {
	x.clearLists()
	x.elements = x.elements[:0]
}

// textLists holds lists of texts.
type textLists struct {
	lists
	ofText ends
	bytes  []byte
	one    []string // the list of one flow
}

// add takes what no text at all shows for absent, as Column.Absent does: no element, or an empty one alone.
func (x *textLists) add(f *flow.Flow) int {
	at := len(x.bytes)
	x.one = x.c.Texts(x.one[:0], f)
	if len(x.one) == 0 || len(x.one) == 1 && x.one[0] == "" {
		return x.put(0, x.elements(), false)
	}
	for _, text := range x.one {
		from := len(x.bytes)
		x.bytes = rows.Clean(append(x.bytes, text...), from)
		if len(x.bytes) > math.MaxInt32 {
			return x.fail(errLong)
		}
		x.ofText.add(len(x.bytes))
	}
	clear(x.one)
	return x.put(offsetBytes*len(x.one)+len(x.bytes)-at, x.elements(), true)
}

func (x *textLists) elements() int { return max(len(x.ofText)-1, 0) }

func (x *textLists) data() *array.Data {
	return x.dataOf(utf8Data(x.elements(), 0, nil, &x.ofText, x.bytes))
}

func (x *textLists) reset() {
	x.clearLists()
	x.ofText, x.bytes = x.ofText[:0], x.bytes[:0]
}

// listsOf returns the vector of a column of lists of numbers.
func listsOf(c *column.Column) vector {
	if c.Type == column.FloatList {
		return numberListsOf[float64](c, arrow.PrimitiveTypes.Float64, c.Floats)
	}
	switch as := integerType(c.Width()); as.ID() {
	case arrow.UINT8:
		return numberListsOf[uint8](c, as, c.Ints)
	case arrow.UINT16:
		return numberListsOf[uint16](c, as, c.Ints)
	case arrow.UINT32:
		return numberListsOf[uint32](c, as, c.Ints)
	case arrow.INT8:
		return numberListsOf[int8](c, as, c.Ints)
	case arrow.INT16:
		return numberListsOf[int16](c, as, c.Ints)
	case arrow.INT32:
		return numberListsOf[int32](c, as, c.Ints)
	default:
		return numberListsOf[int64](c, as, c.Ints)
	}
}

func numberListsOf[T number, S int64 | float64](c *column.Column, of arrow.DataType, get func([]S, *flow.Flow) []S) vector {
	return &numberLists[T, S]{lists: lists{c: c, as: arrow.ListOf(of)}, of: of.(arrow.FixedWidthDataType), get: get}
}
