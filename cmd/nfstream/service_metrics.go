//go:build !tiny

package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cmd/nfstream/internal/exposition"
	"github.com/nfstream/nfstream-go/cmd/nfstream/internal/web"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// serveMetrics serves /metrics and /healthz where the settings ask for it, until the function that it returns is called.
func (s *service) serveMetrics() (end func(), err error) {
	if s.metrics == "" {
		return func() {}, nil
	}
	l, err := web.Listen(s.metrics)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	server := &web.Server{Paths: map[string]func() web.Answer{"/metrics": s.exposed, "/healthz": s.health}}
	server.Start(l)
	return func() {
		if err := server.Close(); err != nil {
			s.log.Warn("metrics", "error", err)
		}
	}, nil
}

// health says whether the meter comes round.
func (s *service) health() web.Answer {
	a := web.Answer{Type: "text/plain; charset=utf-8", Body: []byte("ok\n")}
	switch age := s.progressAge(); {
	case s.stopping.Load():
		a.Body, a.Bad = []byte("stopping\n"), true
	case age > stuck:
		a.Body, a.Bad = fmt.Appendf(nil, "the meter has not come round for %v\n", age.Round(time.Second)), true
	}
	return a
}

// exposed returns the metrics.
func (s *service) exposed() web.Answer {
	var t exposition.Text
	stats := s.stream.Stats()
	exposePackets(&t, &stats)
	s.exposeFlows(&t, &stats)
	s.exposeProcess(&t)
	return web.Answer{Type: exposition.ContentType, Body: t.Bytes()}
}

func exposePackets(t *exposition.Text, stats *nfstream.Stats) {
	t.Metric("nfstream_frames_total", exposition.Counter, "Frames by what became of them: decoded ones belong to a flow.")
	for status := range packet.NumStatus {
		t.Count(stats.Frames[status], exposition.Label{Name: "status", Value: status.String()})
	}
	t.Metric("nfstream_packets_odd_total", exposition.Counter, "Decoded packets with a damaged transport header, fragments "+
		"whose first one was not seen, packets of tunnels cut to a fragment, and those put together of several.")
	t.Count(stats.Frames[packet.Damaged], exposition.Label{Name: "what", Value: "damaged"})
	t.Count(stats.Frames[packet.Orphan], exposition.Label{Name: "what", Value: "orphan"})
	t.Count(stats.Frames[packet.Partial], exposition.Label{Name: "what", Value: "partial"})
	t.Count(stats.Frames[packet.Reassembled], exposition.Label{Name: "what", Value: "reassembled"})
	t.Metric("nfstream_packets_received_total", exposition.Counter, "Packets that the sources handed out.")
	t.Count(stats.Capture.Received)
	t.Metric("nfstream_packets_filtered_total", exposition.Counter, "Packets received that the filter kept back.")
	t.Count(stats.Capture.Filtered)
	t.Metric("nfstream_packets_dropped_total", exposition.Counter,
		"Packets lost, by where: the ring was full, or the interface lost them.")
	t.Count(stats.Capture.Dropped, exposition.Label{Name: "place", Value: "ring"})
	t.Count(stats.Capture.InterfaceDropped, exposition.Label{Name: "place", Value: "interface"})
}

func (s *service) exposeFlows(t *exposition.Text, stats *nfstream.Stats) {
	t.Metric("nfstream_flows_started_total", exposition.Counter, "Flows that have begun.")
	t.Count(stats.Flows)
	t.Metric("nfstream_flows_exported_total", exposition.Counter,
		"Flows that have left the table, by why: those evicted made room in a full one.")
	for reason := flow.Idle; reason <= flow.Limit; reason++ {
		t.Count(stats.Ended[reason], exposition.Label{Name: "reason", Value: reason.String()})
	}
	t.Metric("nfstream_flows_shed_total", exposition.Counter,
		"Flows that were not inspected for want of memory, or no further.")
	t.Count(stats.Uninspected, exposition.Label{Name: "what", Value: "uninspected"})
	t.Count(stats.CutShort, exposition.Label{Name: "what", Value: "cut_short"})
	t.Metric("nfstream_flows_alive", exposition.Gauge, "Flows in the table.")
	t.Count(alive(stats))
	t.Metric("nfstream_rows_lost_total", exposition.Counter, "Flows exported whose rows could not be written.")
	t.Count(s.sink.lostRows())
}

func (s *service) exposeProcess(t *exposition.Text) {
	t.Metric("nfstream_progress_age_seconds", exposition.Gauge,
		"For how long the meter has not come round; about a second at most where all is well.")
	t.Sample(s.progressAge().Seconds())
	t.Metric("nfstream_build_info", exposition.Gauge, "Always 1; the labels say what runs.")
	t.Count(1, exposition.Label{Name: "version", Value: version()})
	t.Metric("process_start_time_seconds", exposition.Gauge, "When metering began, in seconds since the Unix epoch.")
	t.Sample(float64(s.began.UnixMilli()) / 1e3)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Metric("nfstream_memory_managed_bytes", exposition.Gauge,
		"Memory that the Go runtime has from the system and has not given back.")
	t.Count(m.Sys - m.HeapReleased)
	if resident, ok := residentBytes(); ok {
		t.Metric("process_resident_memory_bytes", exposition.Gauge,
			"Memory that is resident, rings of interfaces included.")
		t.Count(resident)
	}
}

// residentBytes returns the resident memory of the process, where the system tells (proc(5), statm).
func residentBytes() (uint64, bool) {
	text, err := os.ReadFile("/proc/self/statm")
	fields := bytes.Fields(text)
	if err != nil || len(fields) < 2 {
		return 0, false
	}
	pages, err := strconv.ParseUint(string(fields[1]), 10, 64)
	return pages * uint64(os.Getpagesize()), err == nil
}
