package flow

import (
	"math"
	"slices"
)

// values holds what plug-ins keep of one flow: numbers, and anything else by reference.
type values struct {
	nums []uint64
	refs []any
}

func (v values) clone() values { return values{slices.Clone(v.nums), slices.Clone(v.refs)} }

// IntColumn is a plug-in's column of integers (or of truth values, 0 and 1), by its place among their values.
type IntColumn struct{ at int }

// Get returns the flow's value, 0 before the first Set.
func (c IntColumn) Get(f *Flow) int64 { return int64(f.values.nums[c.at]) }

// Set sets it.
func (c IntColumn) Set(f *Flow, v int64) { f.values.nums[c.at] = uint64(v) }

// Add adds n to it.
func (c IntColumn) Add(f *Flow, n int64) { f.values.nums[c.at] += uint64(n) }

// FloatColumn is a plug-in's column of floating-point numbers.
type FloatColumn struct{ at int }

// Get returns the flow's value, 0 before the first Set.
func (c FloatColumn) Get(f *Flow) float64 { return math.Float64frombits(f.values.nums[c.at]) }

// Set sets it.
func (c FloatColumn) Set(f *Flow, v float64) { f.values.nums[c.at] = math.Float64bits(v) }

// RefColumn is a plug-in's column of any other type T.
type RefColumn[T any] struct{ at int }

// Get returns the flow's value, the zero T before the first Set.
func (c RefColumn[T]) Get(f *Flow) T {
	v, _ := f.values.refs[c.at].(T)
	return v
}

// Set sets it.
func (c RefColumn[T]) Set(f *Flow, v T) { f.values.refs[c.at] = v }

// Layout gives columns their places. The zero Layout is empty.
type Layout struct{ Nums, Refs int }

// Int takes the next place for an integer.
func (l *Layout) Int() IntColumn { l.Nums++; return IntColumn{l.Nums - 1} }

// Float takes the next place for a number.
func (l *Layout) Float() FloatColumn { l.Nums++; return FloatColumn{l.Nums - 1} }

// Ref takes the next place for a value of another type.
func Ref[T any](l *Layout) RefColumn[T] { l.Refs++; return RefColumn[T]{l.Refs - 1} }

// RefAt returns the column at the given place among those that Ref took.
func RefAt[T any](at int) RefColumn[T] { return RefColumn[T]{at} }
