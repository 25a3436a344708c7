package nfstream_test

import (
	"context"
	"fmt"

	"github.com/nfstream/nfstream-go"
)

// packetsOfSize is a plug-in that counts the packets of a flow whose IP packet has so many bytes.
type packetsOfSize uint32

func (p packetsOfSize) column() string { return fmt.Sprintf("packet_with_%d_ip_size", uint32(p)) }

func (p packetsOfSize) Columns() []nfstream.Column {
	return []nfstream.Column{{Name: p.column(), Type: nfstream.Int, Doc: "packets of that size"}}
}

func (p packetsOfSize) Open(schema *nfstream.Schema) (nfstream.Hooks, error) {
	found := schema.Int(p.column())
	count := func(packet *nfstream.Packet, flow *nfstream.Flow) {
		if packet.IPLength == uint32(p) {
			found.Add(flow, 1)
		}
	}
	return nfstream.Hooks{Init: count, Update: count}, nil
}

// A plug-in adds a column of its own to the rows.
func ExamplePlugin() {
	s, err := nfstream.New(&replay{browsing}, nfstream.Config{
		Plugins: []nfstream.Plugin{packetsOfSize(40)},
		Fields:  []string{"dst_port", "packet_with_40_ip_size"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	printRows(s)
	// Output:
	// dst_port 443, packet_with_40_ip_size 7
	// dst_port 80, packet_with_40_ip_size 6
}

// printRows meters and prints the flows as the columns show them.
func printRows(s *nfstream.Streamer) {
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for i, c := range s.Columns() {
			if i > 0 {
				fmt.Print(", ")
			}
			fmt.Print(c.Name, " ", c.Text(flow))
		}
		fmt.Println()
	}
}
