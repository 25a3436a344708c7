// Package workload generates synthetic traffic captures from a seed. The same options give the same bytes on any
// machine and with any version of Go: the random source is PCG, arithmetic uses integers, and neither the clock nor
// the order of a map matters.
package workload

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"
)

// Options configure the capture.
type Options struct {
	// Name is one of Names.
	Name string
	// Packets is the exact number of records of the capture; where Duration is set too, it may have fewer, and 0 is no
	// limit.
	Packets int
	// Duration is the time span of the capture. It ends before the first later packet. 0 is no limit.
	Duration time.Duration
	Seed     uint64
	// Captures are what the workload of that name replays.
	Captures *Captures
}

// records is the most packets.
func (o *Options) records() int {
	if o.Packets == 0 && o.Duration > 0 {
		return math.MaxInt
	}
	return o.Packets
}

// Summary is what a capture holds.
type Summary struct {
	Packets int
	// Conversations were begun, ARP among them; a meter counts more flows where one goes idle or lasts too long.
	Conversations int
	// Bytes of all frames, without the record headers of the file.
	Bytes int64
	// Span is the time from the first to the last packet of the capture.
	Span time.Duration
}

// shape is how the conversations of a workload begin.
type shape struct {
	name string
	// every is the mean time between two arrivals, in nanoseconds.
	every func(*Options) int64
	// limit is the maximum number of conversations, 0 for no limit.
	limit int
	start func(*generator) *conn
}

func shapes() []shape {
	return []shape{
		{name: "mix", every: always(mixEvery), start: startMix},
		{name: "bulk", every: always(int64(time.Millisecond)), limit: bulkFlows, start: startBulk},
		{name: "flood", every: floodEvery, start: startFlood},
		{name: "churn", every: always(churnEvery), start: startChurn},
		{name: "tunnels", every: always(tunnelsEvery), start: startTunnels},
		{name: CapturesName, every: replayEvery, start: startReplay},
	}
}

func always(ns int64) func(*Options) int64 { return func(*Options) int64 { return ns } }

// Names lists the workloads. CapturesName needs captures.
func Names() []string {
	var names []string
	for _, s := range shapes() {
		names = append(names, s.name)
	}
	return names
}

// Write makes the capture, as a classic pcap file of Ethernet frames with times in microseconds.
func Write(w io.Writer, o Options) (Summary, error) {
	s, err := find(o.Name)
	if err != nil {
		return Summary{}, err
	}
	if o.Packets < 0 || o.Duration < 0 {
		return Summary{}, fmt.Errorf("workload: %d packets in %v asked for", o.Packets, o.Duration)
	}
	if s.name == CapturesName && o.Captures == nil {
		return Summary{}, errors.New("workload: no captures to replay")
	}
	g := newGenerator(w, s, o)
	g.run(o)
	if err := g.out.flush(); err != nil {
		return Summary{}, fmt.Errorf("workload: write %s: %w", o.Name, err)
	}
	return g.summary(), nil
}

func find(name string) (shape, error) {
	for _, s := range shapes() {
		if s.name == name {
			return s, nil
		}
	}
	return shape{}, fmt.Errorf("workload: no workload %q, only %s", name, strings.Join(Names(), ", "))
}
