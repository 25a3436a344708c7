// Command inside measures costs that are only visible inside the library: a packet of a decided flow through the
// whole pipeline, and the memory of an active flow. It prints JSON.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "inside:", err)
		os.Exit(1)
	}
}

// Figure is what one quantity came to in each run.
type Figure struct {
	Name   string    `json:"name"`
	Values []float64 `json:"values"`
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("inside", flag.ContinueOnError)
	runs := flags.Int("runs", 5, "how often to measure")
	packets := flags.Int("packets", 2_000_000, "packets of decided flows")
	flows := flags.Int("flows", 1_000_000, "flows alive of which the memory is measured")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *runs < 1 || *packets < 1 || *flows < 1 || *flows > mostFlows {
		return fmt.Errorf("want at least one run, packet and flow, and at most %d flows", mostFlows)
	}
	folder, err := os.MkdirTemp("", "nfstream-inside-")
	if err != nil {
		return fmt.Errorf("make work folder: %w", err)
	}
	defer os.RemoveAll(folder)
	var all []Figure
	for _, c := range costs() {
		figures, err := c.measure(ctx, folder, *runs, *packets)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		all = append(all, figures...)
	}
	for range *runs {
		for _, m := range memories() {
			bytes, err := m.measure(ctx, *flows)
			if err != nil {
				return fmt.Errorf("%s: %w", m.name, err)
			}
			all = add(all, m.name, bytes)
		}
	}
	return json.NewEncoder(out).Encode(all)
}

// add appends a value to the figure of that name, which it makes where it is missing.
func add(all []Figure, name string, value float64) []Figure {
	for i := range all {
		if all[i].Name == name {
			all[i].Values = append(all[i].Values, value)
			return all
		}
	}
	return append(all, Figure{Name: name, Values: []float64{value}})
}
