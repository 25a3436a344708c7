package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/sink/csv"
)

// cost is of a packet of a decided flow: what a longer capture of the same flows takes more than a shorter one.
type cost struct {
	name           string
	flows, payload int
}

func costs() []cost {
	return []cost{
		{"packet of 60 bytes, 1,000 flows", 1000, 0},
		{"packet of 60 bytes, 20,000 flows", 20_000, 0},
		{"packet of 1514 bytes, 1,000 flows", 1000, 1460},
	}
}

// measure returns nanoseconds and allocations a packet, the latter to a thousandth.
func (c cost) measure(ctx context.Context, folder string, runs, packets int) ([]Figure, error) {
	files := [2]string{filepath.Join(folder, "short.pcap"), filepath.Join(folder, "long.pcap")}
	shorter := packets / 10
	for i, n := range []int{shorter, shorter + packets} {
		s := &stream{flows: min(c.flows, shorter+1), talk: talkPackets, packets: n, payload: c.payload, begin: http}
		if err := save(files[i], s); err != nil {
			return nil, err
		}
		defer os.Remove(files[i])
	}
	times, allocations := Figure{Name: c.name + ", ns of CPU"}, Figure{Name: c.name + ", allocations"}
	for round := range runs + 1 {
		var took [2]float64
		var made [2]float64
		for i, file := range files {
			t, n, err := meter(ctx, file)
			if err != nil {
				return nil, err
			}
			took[i], made[i] = float64(t.Nanoseconds()), float64(n)
		}
		if round > 0 {
			times.Values = append(times.Values, (took[1]-took[0])/float64(packets))
			each := (made[1] - made[0]) / float64(packets)
			allocations.Values = append(allocations.Values, max(0, math.Round(each*1000)/1000))
		}
	}
	return []Figure{times, allocations}, nil
}

func save(path string, s *stream) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("create capture: %w", err)
	}
	_, err = io.Copy(bufio.NewWriterSize(f, 1<<20), s)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// meter runs a capture to CSV as the command does with one worker, and returns how much time of processors that took,
// its collections of garbage among it, and how often it allocated.
func meter(ctx context.Context, file string) (time.Duration, uint64, error) {
	runtime.GC()
	before := memory()
	begin := cpuTime()
	s, err := nfstream.Open(file, nfstream.Config{Workers: 1})
	if err != nil {
		return 0, 0, err
	}
	err = s.Run(ctx, csv.NewWriter(io.Discard, s.Columns()))
	took := cpuTime() - begin
	return took, memory().Mallocs - before.Mallocs, err
}

func memory() runtime.MemStats {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m
}

// held is the memory of an active flow after a number of packets.
type held struct {
	name    string
	talk    int
	begin   [2]string
	dissect nfstream.Switch
}

func memories() []held {
	return []held{
		{"flow alive, not inspected, bytes", 1, opaque, nfstream.Off},
		{"flow alive, being inspected after one payload, bytes", 1, http, nfstream.On},
		{"flow alive, decided to be unknown, bytes", talkPackets, opaque, nfstream.On},
		{"flow alive, decided to be HTTP, with its labels, bytes", talkPackets, http, nfstream.On},
	}
}

// measure returns the live heap bytes per flow for a number of flows: its record, its part of the index and the data
// of inspection. The fixed memory of the meter is divided among the flows.
func (h held) measure(ctx context.Context, flows int) (float64, error) {
	before := liveHeap()
	var at uint64
	end := &atEnd{Reader: &stream{flows: flows, talk: h.talk, begin: h.begin}, call: func() { at = liveHeap() }}
	source, err := capture.NewReader(end)
	if err != nil {
		return 0, err
	}
	s, err := nfstream.New(source, nfstream.Config{Workers: 1, Dissect: h.dissect})
	if err != nil {
		return 0, err
	}
	if err := s.Run(ctx, csv.NewWriter(io.Discard, s.Columns())); err != nil {
		return 0, err
	}
	if alive := s.Stats().Flows; alive != uint64(flows) {
		return 0, fmt.Errorf("%d flows made of %d", alive, flows)
	}
	return (float64(at) - float64(before)) / float64(flows), nil
}

// liveHeap returns the bytes that are in use after a collection; the second one takes what pools have kept.
func liveHeap() uint64 {
	runtime.GC()
	runtime.GC()
	return memory().HeapAlloc
}

// atEnd makes a call once what it reads is at its end.
type atEnd struct {
	io.Reader
	call func()
	done bool
}

func (a *atEnd) Read(b []byte) (int, error) {
	n, err := a.Reader.Read(b)
	if err == io.EOF && !a.done {
		a.done = true
		a.call()
	}
	return n, err
}
