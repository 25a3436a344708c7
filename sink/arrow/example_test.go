package arrow_test

import (
	"bytes"
	"context"
	"fmt"
	"log"

	"github.com/apache/arrow-go/v18/arrow/ipc"

	"github.com/nfstream/nfstream-go"
	sink "github.com/nfstream/nfstream-go/sink/arrow"
)

// A stream of record batches, which other programs read with the types of the columns.
func Example() {
	s, err := nfstream.Open("../../testdata/tls.pcap", nfstream.Config{Fields: []string{"src_port", "application_name",
		"bidirectional_first_seen_ms", "bidirectional_duration_ms"}})
	if err != nil {
		log.Fatal(err)
	}
	var out bytes.Buffer
	w := sink.NewStream(&out, s.Columns(), sink.Options{})
	if err := s.Run(context.Background(), w); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	r, err := ipc.NewReader(&out)
	if err != nil {
		log.Fatal(err)
	}
	for _, field := range r.Schema().Fields() {
		fmt.Println(field.Name, field.Type)
	}
	for r.Next() {
		fmt.Println(r.RecordBatch().NumRows(), "flows")
	}
	// Output:
	// src_port uint16
	// application_name dictionary<values=utf8, indices=int32, ordered=false>
	// bidirectional_first_seen_ms timestamp[ns, tz=UTC]
	// bidirectional_duration_ms float64
	// 44 flows
}
