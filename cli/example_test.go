package cli_test

import (
	"os"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli"
)

// smallPackets counts the packets of a flow that are no larger than an empty TCP segment.
type smallPackets struct{}

func (smallPackets) Columns() []nfstream.Column {
	return []nfstream.Column{{Name: "small_packets", Type: nfstream.Int, Doc: "IP packets of at most 52 bytes"}}
}

func (smallPackets) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	small := s.Int("small_packets")
	count := func(p *nfstream.Packet, f *nfstream.Flow) {
		if p.IPLength <= 52 {
			small.Add(f, 1)
		}
	}
	return nfstream.Hooks{Init: count, Update: count}, nil
}

// The whole command with a plug-in. A program calls Main instead, which uses the process's command line and ends the
// process.
func ExampleRun() {
	args := []string{"flows", "--quiet", "--max-flows", "3",
		"--fields", "id,bidirectional_packets,small_packets", "../testdata/starttls.pcap"}
	cli.Run(args, os.Stdout, os.Stderr, smallPackets{})
	// Output:
	// id,bidirectional_packets,small_packets
	// 0,27,10
	// 1,27,10
	// 2,25,11
}
