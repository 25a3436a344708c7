// Command command is the whole nfstream command with a custom plug-in. The column of the plug-in appears in the rows
// of flows and run, in the command columns, and in the completion of --fields.
//
//	go run ./examples/command flows --fields src_ip,dst_ip,application_name,small_packets capture.pcap
package main

import (
	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli"
)

func main() { cli.Main(smallPackets{}) }

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
