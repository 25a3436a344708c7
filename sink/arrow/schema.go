package arrow

import (
	"github.com/apache/arrow-go/v18/arrow"

	"github.com/nfstream/nfstream-go/column"
)

// Schema returns the schema of columns that NewStream and NewFile write with the same options. Only a stream has
// dictionaries.
func Schema(columns []*column.Column, o Options, stream bool) *arrow.Schema {
	o = o.withDefaults()
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = arrow.Field{Name: c.Name, Type: typeOf(c, stream), Nullable: true, Metadata: notes(c)}
	}
	about := arrow.NewMetadata([]string{KeySchema, KeyProgram, KeySettings},
		[]string{column.SchemaVersion, o.Program, o.settings()})
	return arrow.NewSchema(fields, &about)
}

// notes are the metadata of a column.
func notes(c *column.Column) arrow.Metadata {
	keys, values := []string{KeyDoc, KeyGroup}, []string{c.Doc, c.Group}
	if c.Unit != "" && !c.Moment() {
		keys, values = append(keys, KeyUnit), append(values, c.Unit)
	}
	return arrow.NewMetadata(keys, values)
}

// typeOf returns the type of a column's values.
func typeOf(c *column.Column, dictionaries bool) arrow.DataType {
	switch {
	case c.Moment():
		return momentType(c)
	case c.TextList():
		return arrow.ListOf(arrow.BinaryTypes.String)
	case c.Repeats() && dictionaries:
		return dictionaryType
	}
	switch c.Type {
	case column.Int:
		return integerType(c.Width())
	case column.IntList:
		return arrow.ListOf(integerType(c.Width()))
	case column.Millis, column.Float:
		return arrow.PrimitiveTypes.Float64
	case column.FloatList:
		return arrow.ListOf(arrow.PrimitiveTypes.Float64)
	}
	return arrow.BinaryTypes.String
}

// dictionaryType has indices of 32 bits with a sign: every reader knows these.
var dictionaryType = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}

// momentType is of nanoseconds, or of seconds for dates that may be beyond the year 2262.
func momentType(c *column.Column) arrow.DataType {
	if wholeSeconds(c) {
		return arrow.FixedWidthTypes.Timestamp_s
	}
	return arrow.FixedWidthTypes.Timestamp_ns
}

func integerType(w column.Width) arrow.DataType {
	switch w {
	case column.Width{Bits: 8, Unsigned: true}:
		return arrow.PrimitiveTypes.Uint8
	case column.Width{Bits: 16, Unsigned: true}:
		return arrow.PrimitiveTypes.Uint16
	case column.Width{Bits: 32, Unsigned: true}:
		return arrow.PrimitiveTypes.Uint32
	case column.Width{Bits: 8}:
		return arrow.PrimitiveTypes.Int8
	case column.Width{Bits: 16}:
		return arrow.PrimitiveTypes.Int16
	case column.Width{Bits: 32}:
		return arrow.PrimitiveTypes.Int32
	}
	return arrow.PrimitiveTypes.Int64
}
