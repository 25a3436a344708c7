package count_test

import (
	"context"
	"fmt"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/plugins/count"
)

// Columns with the numbers of small packets and of packets with the PSH flag.
func ExampleNew() {
	s, err := nfstream.Open("../../testdata/http.pcap", nfstream.Config{
		Plugins: []nfstream.Plugin{count.New("small", "len < 100"), count.New("pushed", "tcp[tcpflags] & tcp-push != 0")},
		Fields:  []string{"dst_port", "bidirectional_packets", "small", "pushed"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, c := range s.Columns() {
			fmt.Print(c.Name, " ", c.Text(flow), "; ")
		}
		fmt.Println(flow.Application())
		break // ends the run
	}
	// Output:
	// dst_port 80; bidirectional_packets 10; small 8; pushed 2; HTTP
}
