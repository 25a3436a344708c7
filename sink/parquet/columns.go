package parquet

import (
	"math"

	"github.com/parquet-go/parquet-go"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

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
func times(c cells, dst []int64, ranks *[]int32) []int64 {
	t := c.(*fixed[int64])
	t.rank(ranks)
	for row := range t.has {
		at := int64(absentTime)
		if i, ok := t.at(int32(row)); ok {
			at = t.values[i]
		}
		dst = append(dst, at)
	}
	return dst
}
