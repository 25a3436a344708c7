package parquet

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
)

// sample is the number of values of the first row group by which the encoding of a column is chosen.
const sample = 4096

// repetitive reports whether at most half of the first values are different.
func repetitive[T comparable](values []T) bool {
	values = values[:min(len(values), sample)]
	seen := make(map[T]struct{}, len(values))
	for _, v := range values {
		seen[v] = struct{}{}
	}
	return 2*len(seen) <= len(values)
}

func repetitiveTexts(bytes []byte, ends []int32) bool {
	ends = ends[:min(len(ends), sample)]
	seen := make(map[string]struct{}, len(ends))
	from := int32(0)
	for _, end := range ends {
		seen[string(bytes[from:end])] = struct{}{}
		from = end
	}
	return 2*len(seen) <= len(ends)
}

// encodingOf returns the encoding of a plain column. All readers that are tested know each of them.
func encodingOf(k kind, repetitive bool) encoding.Encoding {
	switch {
	case k == kindTime:
		return &parquet.DeltaBinaryPacked // rows are sorted by time
	case repetitive:
		return &parquet.RLEDictionary
	case k == kindInt32 || k == kindInt64:
		return &parquet.DeltaBinaryPacked
	}
	return &parquet.Plain
}
