package metadata_test

import (
	"context"
	"fmt"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/ssh"
)

// The record of a protocol, read from a flow.
func ExampleGet() {
	s, err := nfstream.Open("../../testdata/ssh.pcap", nfstream.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if m := metadata.Get[ssh.Metadata](flow.Metadata()); m != nil {
			fmt.Println(flow.Application(), m.Server)
			break // ends the run
		}
	}
	// Output:
	// SSH SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10
}
