package kafka

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"time"
)

// The headers of records. Their values are texts.
const (
	HeaderContentType = "content-type"   // application/json or application/x-protobuf
	HeaderSchema      = "schema-version" // SchemaVersion
	HeaderProgram     = "program"        // name and version of the program
	HeaderRun         = "run"            // of the sink: with the id of a flow it names a row for ever
)

// SchemaVersion is the version of the values. It changes where a reader of an earlier one would read wrong values. A new
// column does not change it.
const SchemaVersion = "1"

// newRun returns a UUID of version 7 (RFC 9562, section 5.7): runs sort by their start.
func newRun(now time.Time) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], uint64(now.UnixMilli())<<16)
	_, _ = rand.Read(b[6:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x70, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
