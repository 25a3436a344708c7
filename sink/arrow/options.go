package arrow

import (
	"encoding/json"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// Keys of a schema's metadata, and of a field's.
const (
	KeySchema   = "nfstream.schema"   // column.SchemaVersion
	KeyProgram  = "nfstream.program"  // Options.Program
	KeySettings = "nfstream.settings" // Options.Settings as a JSON object

	KeyDoc   = "doc"   // Column.Doc
	KeyUnit  = "unit"  // of a number, such as bytes; not there without one
	KeyGroup = "group" // Column.Group
)

// Defaults of Options.
const (
	DefaultBatchRows  = 1 << 16
	DefaultBatchBytes = 1 << 20
)

// maxBatchBytes keeps offsets of texts and lists within 31 bits.
const maxBatchBytes = 1 << 30

// Compression is how the buffers of a batch are compressed.
type Compression uint8

// The compressions.
const (
	Default      Compression = iota // None for a stream, Zstd for a file
	Uncompressed                    // readers can map such a file into memory
	Zstd
	LZ4
)

// Options configure a Writer. The zero Options are the defaults.
type Options struct {
	BatchRows   int // flows of a batch at most; DefaultBatchRows if 0
	BatchBytes  int // bytes of a batch in memory, after which it ends; DefaultBatchBytes if 0, and 1 GiB at most
	Compression Compression

	Program  string            // name and version of the program, for KeyProgram; nfstream if empty
	Settings map[string]string // for KeySettings; nil for none
}

func (o Options) withDefaults() Options {
	if o.BatchRows <= 0 {
		o.BatchRows = DefaultBatchRows
	}
	if o.BatchBytes <= 0 {
		o.BatchBytes = DefaultBatchBytes
	}
	o.BatchBytes = min(o.BatchBytes, maxBatchBytes)
	if o.Program == "" {
		o.Program = "nfstream"
	}
	return o
}

// settings returns Settings as a JSON object.
func (o *Options) settings() string {
	if len(o.Settings) == 0 {
		return "{}"
	}
	text, _ := json.Marshal(o.Settings) // a map of texts is always valid
	return string(text)
}

// compression returns the options of the library for a Compression.
func compression(c Compression) []ipc.Option {
	switch c {
	case Zstd:
		return []ipc.Option{ipc.WithZstd()}
	case LZ4:
		return []ipc.Option{ipc.WithLZ4()}
	}
	return nil
}

// overflow is the error of a value that is out of the type that its column declares.
func overflow(v int64, as arrow.DataType) error { return fmt.Errorf("%d does not fit %s", v, as) }
