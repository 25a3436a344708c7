package l7test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Engines returns what makes engines of protocols that inspect 16,384 segments or 32 datagrams of a flow: more than a test
// sends, byte by byte.
func Engines(protos []l7.Proto) func() *l7.Engine {
	tables := l7.Compile(protos)
	return func() *l7.Engine { return l7.NewEngine(tables, l7.Limits{TCP: 1 << 14, UDP: 32}) }
}

// Record returns the record of type T that the flow of a script leaves, the zero T if it leaves none. It fails where a record
// depends on segmentation.
func Record[T any](t testing.TB, newEngine func() *l7.Engine, script Script) (record T) {
	t.Helper()
	sizes := []int{0, 1, 7}
	if script.On == l7.UDP {
		sizes = sizes[:1]
	}
	for i, size := range sizes {
		script.Size = size
		k := script.Play(newEngine())
		if !k.Flow.Decided() {
			k.End()
		}
		var got T
		if r := metadata.Get[T](k.Metadata); r != nil {
			got = *r
		}
		if i > 0 {
			require.Equal(t, record, got, "segments of %d bytes: %.80q", size, script.Turns)
		}
		record = got
	}
	return record
}

// RecordsOf returns the records of type T of the flows of a reference capture, such as "corpus/pcap/a.pcap", each once. It
// skips the test if the capture is missing.
func RecordsOf[T any](t testing.TB, capture string, protos []l7.Proto) (records []T) {
	t.Helper()
	for _, f := range Inspect(t, corpus.Reference(t, capture), protos, l7.Limits{TCP: 32, UDP: 32}) {
		r := metadata.Get[T](f.Metadata)
		if r != nil && !slices.ContainsFunc(records, func(x T) bool { return assert.ObjectsAreEqual(x, *r) }) {
			records = append(records, *r)
		}
	}
	return records
}

// ClientHello is a whole ClientHello of TLS 1.2 with one cipher suite and without extensions, in a record (RFC 5246, sections
// 6.2.1 and 7.4.1.2).
const ClientHello = "\x16\x03\x01\x00\x2f\x01\x00\x00\x2b\x03\x03" + "01234567890123456789012345678901" +
	"\x00\x00\x04\xc0\x2f\x00\xff\x01\x00"
