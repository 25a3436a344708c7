package parquet

import (
	"github.com/parquet-go/parquet-go"
)

// batch is the number of values that a column gets at once.
const batch = 1024

// output takes the values of one column of a row group.
type output struct {
	to     *parquet.ColumnWriter
	values []parquet.Value // batch of them, or more in whole lists
}

// Definition levels of the standard structure of three levels (Parquet's LogicalTypes.md, "Lists"), and of plain columns.
const (
	levelValue     = 1 // a plain value; a list that is empty
	levelOfElement = 2 // of an element of a list, which is never null
)

// list writes a list of n elements, or null.
func (o *output) list(ok bool, n int, element func(int) parquet.Value) error {
	if !ok || n == 0 {
		var v parquet.Value
		if ok {
			v.SetDefinitionLevel(levelValue)
		}
		return o.append(v)
	}
	for i := range n {
		v := element(i)
		v.SetDefinitionLevel(levelOfElement)
		if i > 0 {
			v.SetRepetitionLevel(1)
		}
		o.values = append(o.values, v)
	}
	return o.full()
}

func (o *output) append(v parquet.Value) error {
	o.values = append(o.values, v)
	return o.full()
}

// full writes whole rows when there are enough of them.
func (o *output) full() error {
	if len(o.values) < batch {
		return nil
	}
	return o.flush()
}

func (o *output) flush() error {
	if len(o.values) == 0 {
		return nil
	}
	_, err := o.to.WriteRowValues(o.values)
	o.values = o.values[:0]
	return err
}
