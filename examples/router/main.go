// Command router is a custom flow meter for a small machine. It meters interfaces or captures in 12 MiB, not counting
// the program's file, and writes rows of some columns to standard output until it is stopped.
//
//	CGO_ENABLED=0 GOOS=linux GOARCH=mipsle GOMIPS=softfloat go build -trimpath -ldflags "-s -w" ./examples/router
//	router br-lan
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/csv"
)

const memory = 12 << 20 // bytes

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "router:", err)
		os.Exit(1)
	}
}

func run(sources []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	s, err := nfstream.OpenAll(sources, nfstream.Config{
		Memory: memory,
		Wait:   true,
		Fields: []string{"src_ip", "dst_ip", "dst_port", "protocol", "bidirectional_first_seen_ms", "bidirectional_packets",
			"bidirectional_raw_bytes", "application_name", "requested_server_name"},
	})
	if err != nil {
		return err
	}
	defer s.Close()
	budget := s.Budget()
	debug.SetMemoryLimit(budget.RuntimeLimit())
	return s.Run(ctx, csv.NewWriter(os.Stdout, s.Columns()))
}
