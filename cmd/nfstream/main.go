package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/csv"
	"github.com/nfstream/nfstream-go/sink/json"
)

func main() {
	fs := flag.NewFlagSet("flows", flag.ExitOnError)
	idle := fs.Duration("idle-timeout", 0, "")
	active := fs.Duration("active-timeout", 0, "")
	st := fs.Bool("statistics", false, "")
	splt := fs.Int("splt", 0, "")
	w := fs.Int("workers", 0, "")
	ts := fs.Int("table-size", 0, "")
	format := fs.String("format", "csv", "")
	fields := fs.String("fields", "default", "")
	fs.Int("max-tcp-dissections", 0, "")
	fs.Int("max-udp-dissections", 0, "")
	fs.Bool("dissect", true, "")
	fs.Bool("quiet", true, "")
	fs.Parse(os.Args[2:])
	s, err := nfstream.OpenAll(fs.Args(), nfstream.Config{IdleTimeout: *idle, ActiveTimeout: *active, Statistics: *st, SPLT: *splt, Fields: strings.Split(*fields, ","), Workers: *w, TableSize: *ts})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	var sink nfstream.Sink
	if *format == "json" {
		sink = json.NewWriter(os.Stdout, s.Columns())
	} else {
		sink = csv.NewWriter(os.Stdout, s.Columns())
	}
	t := time.Now()
	if err := s.Run(context.Background(), sink); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	fmt.Fprintln(os.Stderr, time.Since(t), s.Stats())
}
