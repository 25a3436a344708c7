package parquet

import (
	"github.com/parquet-go/parquet-go"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/rows"
)

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
	l.rank(&to.ranks)
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
	t.rank(&to.ranks)
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
