package json_test

import (
	"context"
	"log"
	"os"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/json"
)

func ExampleNewWriter() {
	s, err := nfstream.Open("capture.pcap", nfstream.Config{Statistics: true})
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Run(context.Background(), json.NewWriter(os.Stdout, s.Columns())); err != nil {
		log.Fatal(err)
	}
}
