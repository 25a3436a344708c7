package slicer_test

import (
	"context"
	"fmt"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/plugins/slicer"
)

// Flows of at most five packets each.
func ExampleNew() {
	s, err := nfstream.Open("../../testdata/http.pcap", nfstream.Config{Plugins: []nfstream.Plugin{slicer.New(5)}})
	if err != nil {
		fmt.Println(err)
		return
	}
	flows, largest := 0, uint64(0)
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		flows++
		largest = max(largest, uint64(flow.Bidirectional().Packets))
	}
	fmt.Println(flows > 1, largest)
	// Output:
	// true 5
}
