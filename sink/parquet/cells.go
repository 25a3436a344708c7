package parquet

import (
	"fmt"
	"math"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// cells are the values of a column in a row group, in the order of the flows.
type cells interface {
	add(f *flow.Flow)
	// size returns the number of bytes that are kept.
	size() int
	// repetitive reports whether a dictionary makes the column smaller.
	repetitive() bool
	// put writes the rows in the given order.
	put(to *output, rows []int32) error
	reset()
}

// rowsOf is what all cells have: which rows have a value.
type rowsOf struct {
	c     *column.Column
	has   []bool  // by row
	ranks []int32 // of a row's value among those that are there, made by rank
	some  int     // number of rows with a value
}

func (r *rowsOf) mark(has bool) {
	r.has = append(r.has, has)
	if has {
		r.some++
	}
}

func (r *rowsOf) clear() { r.has, r.some = r.has[:0], 0 }

// rank numbers the values. Without nulls a row has the number of its value.
func (r *rowsOf) rank() {
	if r.some == len(r.has) {
		return
	}
	r.ranks = r.ranks[:0]
	n := int32(0)
	for _, has := range r.has {
		r.ranks = append(r.ranks, n)
		if has {
			n++
		}
	}
}

// at returns the number of the value of a row, or false for null.
func (r *rowsOf) at(row int32) (int32, bool) {
	if r.some == len(r.has) {
		return row, true
	}
	return r.ranks[row], r.has[row]
}

// fixed are cells of numbers.
type fixed[T int32 | int64 | float64] struct {
	rowsOf
	values []T
	get    func(*flow.Flow) T
}

// narrow are cells of integers of less than 64 bits.
type narrow struct {
	fixed[int32]
	width  column.Width
	misfit *misfit
}

// misfit is the first value that is not of its column's type.
type misfit struct {
	c *column.Column
	v int64
}

func (m *misfit) Error() string {
	return fmt.Sprintf("parquet: %d of column %s is no %v", m.v, m.c.Name, m.c.Width())
}

func (n *narrow) add(f *flow.Flow) {
	v := n.c.Int(f)
	if v <= 0 && n.c.Absent(f) {
		n.mark(false)
		return
	}
	if !n.width.Fits(v) && n.misfit.c == nil {
		*n.misfit = misfit{n.c, v}
	}
	n.mark(true)
	n.values = append(n.values, int32(v))
}

// add asks whether there is a value only where it is one that stands for none in rows: -1, 0, or the time of no packet.
func (n *fixed[T]) add(f *flow.Flow) {
	v := n.get(f)
	if v <= 0 && n.c.Absent(f) {
		n.mark(false)
		return
	}
	n.mark(true)
	n.values = append(n.values, v)
}

func (n *fixed[T]) size() int { return len(n.has) + len(n.values)*sizeOf[T]() }

func sizeOf[T int32 | int64 | float64]() int {
	switch any(T(0)).(type) {
	case int32:
		return 4
	}
	return 8
}

func (n *fixed[T]) repetitive() bool { return repetitive(n.values) }

func (n *fixed[T]) put(to *output, rows []int32) error {
	n.rank()
	for len(rows) > 0 {
		some := rows[:min(batch, len(rows))]
		to.values = to.values[:len(some)]
		switch values := any(n.values).(type) {
		case []int32:
			for k, row := range some {
				v := &to.values[k]
				if i, ok := n.at(row); ok {
					*v = parquet.Int32Value(values[i])
					v.SetDefinitionLevel(levelValue)
				} else {
					*v = parquet.Value{}
				}
			}
		case []int64:
			for k, row := range some {
				v := &to.values[k]
				if i, ok := n.at(row); ok {
					*v = parquet.Int64Value(values[i])
					v.SetDefinitionLevel(levelValue)
				} else {
					*v = parquet.Value{}
				}
			}
		case []float64:
			for k, row := range some {
				v := &to.values[k]
				if i, ok := n.at(row); ok {
					*v = parquet.DoubleValue(values[i])
					v.SetDefinitionLevel(levelValue)
				} else {
					*v = parquet.Value{}
				}
			}
		}
		if err := to.flush(); err != nil {
			return err
		}
		rows = rows[len(some):]
	}
	return nil
}

// intsOf returns what gets the lists of a column, and notes the first element that is not of its type.
func intsOf(c *column.Column, m *misfit) func([]int64, *flow.Flow) []int64 {
	width := c.Width()
	return func(dst []int64, f *flow.Flow) []int64 {
		from := len(dst)
		dst = c.Ints(dst, f)
		for _, v := range dst[from:] {
			if !width.Fits(v) && m.c == nil {
				*m = misfit{c, v}
			}
		}
		return dst
	}
}

func elementOf(w column.Width) func(int64) parquet.Value {
	if w.Bits <= 32 {
		return func(v int64) parquet.Value { return parquet.Int32Value(int32(v)) }
	}
	return parquet.Int64Value
}

// timeOf returns what gets the times of a column in a unit.
func timeOf(c *column.Column, unit parquet.TimeUnit) func(*flow.Flow) int64 {
	switch {
	case unit == parquet.Nanosecond:
		return c.Nanos
	case c.Resolution() == time.Second:
		return func(f *flow.Flow) int64 { return min(max(c.Seconds(f), -maxSeconds), maxSeconds) * 1e6 }
	}
	return func(f *flow.Flow) int64 { return floorMicros(c.Nanos(f)) }
}

// maxSeconds are as many as 64 bits of microseconds hold, 292,000 years.
const maxSeconds = math.MaxInt64 / 1_000_000

// floorMicros returns the microseconds of a time in nanoseconds, which may be before 1970.
func floorMicros(ns int64) int64 {
	us := ns / 1000
	if ns%1000 < 0 {
		us--
	}
	return us
}

func (n *fixed[T]) reset() {
	n.clear()
	n.values = n.values[:0]
}

// texts are cells of texts.
type texts struct {
	rowsOf
	bytes []byte
	ends  []int32 // of the texts in bytes
}

func (t *texts) add(f *flow.Flow) {
	from := len(t.bytes)
	text, ok := t.c.AppendObserved(t.bytes, f)
	ok = ok && len(text) > from // an empty text is none
	t.mark(ok)
	if ok {
		t.bytes = text
		t.ends = append(t.ends, int32(len(text)))
	}
}

func (t *texts) size() int { return len(t.has) + len(t.bytes) + 4*len(t.ends) }

func (t *texts) text(i int32) []byte {
	from := int32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.bytes[from:t.ends[i]]
}

func (t *texts) repetitive() bool {
	return t.c.Repeats() || repetitiveTexts(t.bytes, t.ends)
}

func (t *texts) put(to *output, rows []int32) error {
	t.rank()
	for _, row := range rows {
		var v parquet.Value
		if i, ok := t.at(row); ok {
			v = parquet.ByteArrayValue(t.text(i))
			v.SetDefinitionLevel(levelValue)
		}
		if err := to.append(v); err != nil {
			return err
		}
	}
	return to.flush()
}

func (t *texts) reset() {
	t.clear()
	t.bytes, t.ends = t.bytes[:0], t.ends[:0]
}

// lists are cells of lists of numbers.
type lists[T int64 | float64] struct {
	rowsOf
	values []T
	ends   []int32 // of the lists in values
	get    func([]T, *flow.Flow) []T
	value  func(T) parquet.Value
}

func (l *lists[T]) add(f *flow.Flow) {
	if l.c.Absent(f) {
		l.mark(false)
		return
	}
	l.mark(true)
	l.values = l.get(l.values, f)
	l.ends = append(l.ends, int32(len(l.values)))
}

func (l *lists[T]) size() int { return len(l.has) + 8*len(l.values) + 4*len(l.ends) }

func (l *lists[T]) repetitive() bool { return true }

func (l *lists[T]) put(to *output, rows []int32) error {
	l.rank()
	for _, row := range rows {
		i, ok := l.at(row)
		from, end := int32(0), int32(0)
		if ok {
			from, end = span(l.ends, i)
		}
		if err := to.list(ok, int(end-from), func(k int) parquet.Value { return l.value(l.values[int(from)+k]) }); err != nil {
			return err
		}
	}
	return to.flush()
}

func (l *lists[T]) reset() {
	l.clear()
	l.values, l.ends = l.values[:0], l.ends[:0]
}

func span(ends []int32, i int32) (from, end int32) {
	if i > 0 {
		from = ends[i-1]
	}
	return from, ends[i]
}

// textLists are cells of lists of texts.
type textLists struct {
	texts
	lists   []int32 // ends of the lists in ends
	scratch []string
}

func (t *textLists) add(f *flow.Flow) {
	if t.c.Absent(f) {
		t.mark(false)
		return
	}
	t.scratch = t.c.Texts(t.scratch[:0], f)
	t.mark(true)
	for _, s := range t.scratch {
		from := len(t.bytes)
		t.bytes = rows.Clean(append(t.bytes, s...), from)
		t.ends = append(t.ends, int32(len(t.bytes)))
	}
	t.lists = append(t.lists, int32(len(t.ends)))
}

func (t *textLists) size() int { return t.texts.size() + 4*len(t.lists) }

func (t *textLists) repetitive() bool { return true }

func (t *textLists) put(to *output, rows []int32) error {
	t.rank()
	for _, row := range rows {
		i, ok := t.at(row)
		from, end := int32(0), int32(0)
		if ok {
			from, end = span(t.lists, i)
		}
		text := func(k int) parquet.Value { return parquet.ByteArrayValue(t.text(from + int32(k))) }
		if err := to.list(ok, int(end-from), text); err != nil {
			return err
		}
	}
	return to.flush()
}

func (t *textLists) reset() {
	t.texts.reset()
	t.lists = t.lists[:0]
}

// newCells returns the cells of a column.
func newCells(c *column.Column, precise bool, m *misfit) cells {
	r := rowsOf{c: c}
	switch kindOf(c) {
	case kindInt32:
		return &narrow{fixed: fixed[int32]{rowsOf: r}, width: c.Width(), misfit: m}
	case kindInt64:
		return &fixed[int64]{rowsOf: r, get: c.Int}
	case kindTime:
		return &fixed[int64]{rowsOf: r, get: timeOf(c, unitOf(c, precise))}
	case kindMillis:
		return &fixed[float64]{rowsOf: r, get: func(f *flow.Flow) float64 { return float64(c.Int(f)) / 1e6 }}
	case kindFloat:
		return &fixed[float64]{rowsOf: r, get: c.Float}
	case kindInts:
		return &lists[int64]{rowsOf: r, get: intsOf(c, m), value: elementOf(c.Width())}
	case kindFloats:
		return &lists[float64]{rowsOf: r, get: c.Floats, value: parquet.DoubleValue}
	case kindTexts:
		return &textLists{texts: texts{rowsOf: r}}
	}
	return &texts{rowsOf: r}
}

// absentTime stands for a row without a time where rows are sorted: nulls go last.
const absentTime = math.MaxInt64

// times returns the times of a column of them by row.
func times(c cells, dst []int64) []int64 {
	t := c.(*fixed[int64])
	t.rank()
	for row := range t.has {
		at := int64(absentTime)
		if i, ok := t.at(int32(row)); ok {
			at = t.values[i]
		}
		dst = append(dst, at)
	}
	return dst
}
