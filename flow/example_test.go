package flow_test

import (
	"context"
	"fmt"

	"github.com/nfstream/nfstream-go"
)

// A flow shows its record by methods.
func Example() {
	s, err := nfstream.Open("../testdata/dns.pcap", nfstream.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for f, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if f.Dst().Port() == 53 {
			fmt.Println(f.Dst().Port(), f.Bidirectional().Packets, f.Application())
			break // ends the run
		}
	}
	// Output:
	// 53 2 DNS
}
