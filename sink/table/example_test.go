package table_test

import (
	"context"
	"log"
	"os"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/table"
)

func ExampleNewWriter() {
	s, err := nfstream.Open("capture.pcap", nfstream.Config{Fields: table.Fields()})
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Run(context.Background(), table.NewWriter(os.Stdout, s.Columns(), table.Options{Width: 100})); err != nil {
		log.Fatal(err)
	}
}
