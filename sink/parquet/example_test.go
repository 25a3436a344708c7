package parquet_test

import (
	"context"
	"errors"
	"log"
	"os"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/parquet"
)

// A file is whole when the Writer has been closed.
func ExampleNewWriter() {
	s, err := nfstream.Open("capture.pcap", nfstream.Config{Statistics: true})
	if err != nil {
		log.Fatal(err)
	}
	file, err := os.Create("flows.parquet")
	if err != nil {
		log.Fatal(err)
	}
	w := parquet.NewWriter(file, s.Columns(), parquet.Options{Bloom: []string{"src_ip", "dst_ip"}})
	if err := errors.Join(s.Run(context.Background(), w), w.Close(), file.Close()); err != nil {
		log.Fatal(err)
	}
}
