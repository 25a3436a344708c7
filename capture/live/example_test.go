package live_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
)

// Capture on an interface for a second. It needs CAP_NET_RAW.
func ExampleOpen() {
	source, err := live.Open([]string{"eth0"}, live.Options{RingSize: 4 << 20})
	if err != nil {
		log.Fatal(err)
	}
	defer source.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	for batch := new(capture.Batch); ; {
		if err = source.Next(ctx, batch); err != nil {
			break
		}
		for _, f := range batch.Frames {
			fmt.Println(time.Unix(0, f.Time), f.Length, "bytes")
		}
	}
	fmt.Println(err, source.Stats().Dropped, "packets were dropped")
}

// List the interfaces that this process can capture on.
func ExampleInterfaces() {
	all, err := live.Interfaces()
	if err != nil {
		log.Fatal(err)
	}
	for _, i := range all {
		if i.Permitted && i.Decodable {
			fmt.Println(i.Name, i.Link, i.Addresses)
		}
	}
}
