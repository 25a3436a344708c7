package csv_test

import (
	"context"
	"log"
	"os"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/csv"
)

func ExampleNewWriter() {
	s, err := nfstream.Open("capture.pcap", nfstream.Config{Statistics: true})
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Run(context.Background(), csv.NewWriter(os.Stdout, s.Columns())); err != nil {
		log.Fatal(err)
	}
}
