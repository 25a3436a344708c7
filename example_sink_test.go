package nfstream_test

import (
	"context"
	"fmt"
	"os"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/csv"
)

// Run writes rows to sinks, and allocates nothing for a flow.
func ExampleStreamer_Run() {
	s, err := nfstream.New(&replay{browsing}, nfstream.Config{
		Fields: []string{"id", "src_ip", "src_port", "dst_ip", "dst_port", "bidirectional_duration_ms"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := s.Run(context.Background(), csv.NewWriter(os.Stdout, s.Columns())); err != nil {
		fmt.Println(err)
	}
	// Output:
	// id,src_ip,src_port,dst_ip,dst_port,bidirectional_duration_ms
	// 0,10.0.0.1,50001,192.0.2.80,443,920.000
	// 1,10.0.0.1,50002,192.0.2.80,80,71.000
}
