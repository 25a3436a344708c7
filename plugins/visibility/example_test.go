package visibility_test

import (
	"context"
	"fmt"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/plugins/visibility"
)

// Meter all interfaces and print the process of each flow of this host.
func Example() {
	source, err := live.Open([]string{live.Any}, live.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	processes, err := visibility.New(visibility.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer processes.Close()
	if missing := processes.Missing(); missing != nil {
		fmt.Println(missing)
	}
	s, err := nfstream.New(source, nfstream.Config{
		Plugins: []nfstream.Plugin{processes},
		Fields:  []string{"src_ip", "dst_ip", "dst_port", "system_process_pid", "system_process_name"},
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
			fmt.Print(c.Text(flow), " ")
		}
		fmt.Println()
	}
}
