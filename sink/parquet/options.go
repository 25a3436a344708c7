package parquet

import (
	"cmp"
	"encoding/json"
	"runtime/debug"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/nfstream/nfstream-go/column"
)

// SchemaVersion is the version of names, types and meanings of columns that the metadata of a file has (KeySchema). It
// is raised when one of them changes; new columns do not raise it.
const SchemaVersion = "1"

// Keys of a file's metadata.
const (
	KeySchema   = "nfstream.schema"   // SchemaVersion
	KeyProgram  = "nfstream.program"  // Options.Program
	KeySettings = "nfstream.settings" // Options.Settings as a JSON object
)

// Defaults of Options.
const (
	DefaultRowGroupRows  = 50_000
	DefaultRowGroupBytes = 64 << 20
)

// maxRowGroupBytes is less than offsets of 31 bits reach.
const maxRowGroupBytes = 1 << 30

// Options configure a Writer. The zero Options are the defaults.
type Options struct {
	RowGroupRows  int // flows of a row group at most; DefaultRowGroupRows if 0
	RowGroupBytes int // bytes of a row group in memory, after which it ends; DefaultRowGroupBytes if 0

	// Bloom are names of columns of texts or integers that get bloom filters, for searches of single values in many
	// files. Such a filter has some 10 bits for each value of a row group. Names that are no column are ignored.
	Bloom []string

	Program  string            // name and version of the program, for created_by and KeyProgram; nfstream if empty
	Settings map[string]string // for KeySettings; nil for none
}

func (o Options) withDefaults() Options {
	if o.RowGroupRows <= 0 {
		o.RowGroupRows = DefaultRowGroupRows
	}
	if o.RowGroupBytes <= 0 {
		o.RowGroupBytes = DefaultRowGroupBytes
	}
	o.RowGroupBytes = min(o.RowGroupBytes, maxRowGroupBytes)
	if o.Program == "" {
		o.Program = "nfstream"
	}
	return o
}

// createdBy says what wrote the file, and what encoded it.
func (o Options) createdBy() parquet.WriterOption {
	name, version, _ := strings.Cut(o.Program, " ")
	return parquet.CreatedBy(name, cmp.Or(version, "0"), library())
}

// library is the version of what encodes the file.
func library() string {
	const path = "github.com/parquet-go/parquet-go"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == path {
				return "parquet-go " + m.Version
			}
		}
	}
	return "parquet-go"
}

func (o Options) metadata() []parquet.WriterOption {
	settings := "{}"
	if len(o.Settings) > 0 {
		text, _ := json.Marshal(o.Settings) // a map of texts is always valid
		settings = string(text)
	}
	return []parquet.WriterOption{parquet.KeyValueMetadata(KeySchema, SchemaVersion),
		parquet.KeyValueMetadata(KeyProgram, o.Program), parquet.KeyValueMetadata(KeySettings, settings)}
}

// bloom returns the bloom filters of the columns that have them.
func (o Options) bloom(columns []*column.Column) parquet.WriterOption {
	var filters []parquet.BloomFilterColumn
	for _, c := range columns {
		for _, name := range o.Bloom {
			if name == c.Name && (c.Type == column.Text || c.Type == column.Int) {
				filters = append(filters, parquet.SplitBlockFilter(10, name))
			}
		}
	}
	return parquet.BloomFilters(filters...)
}
