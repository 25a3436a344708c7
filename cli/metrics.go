//go:build !tiny

package cli

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/cli/internal/exposition"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// runMetrics is what the metrics of a run are made of.
type runMetrics struct {
	stream   *nfstream.Streamer
	start    time.Time
	lostRows func() uint64
	file     *metricsFile // nil without --metrics-file
}

// text returns the metrics in the text format of Prometheus. The names of those of the process start with the prefix.
func (m *runMetrics) text(prefix string) []byte {
	var t exposition.Text
	stats := m.stream.Stats()
	exposePackets(&t, &stats)
	exposeInterfaces(&t, m.stream.Interfaces())
	exposeFlows(&t, &stats, m.lostRows())
	m.exposeProcess(&t, prefix)
	if m.file != nil {
		t.Metric("nfstream_metrics_file_errors_total", exposition.Counter, "Failures to write the file of metrics.")
		t.Count(m.file.failed())
	}
	return t.Bytes()
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
	t.Metric("nfstream_packets_clamped_total", exposition.Counter, "Packets whose time is outside the years 1677 to 2262.")
	t.Count(stats.Capture.ClampedTimes)
	t.Metric("nfstream_packets_dropped_total", exposition.Counter,
		"Packets lost, by where: the ring was full, or the interface lost them.")
	t.Count(stats.Capture.Dropped, exposition.Label{Name: "place", Value: "ring"})
	t.Count(stats.Capture.InterfaceDropped, exposition.Label{Name: "place", Value: "interface"})
}

func exposeInterfaces(t *exposition.Text, all []nfstream.InterfaceState) {
	if len(all) == 0 {
		return
	}
	t.Metric("nfstream_interface_up", exposition.Gauge, "Whether packets of an interface can be captured: 1, or 0 where it is down or gone.")
	for _, i := range all {
		up := uint64(0)
		if i.State == live.Up {
			up = 1
		}
		t.Count(up, exposition.Label{Name: "interface", Value: i.Name})
	}
	t.Metric("nfstream_interface_lost_total", exposition.Counter, "How often an interface went down or away.")
	for _, i := range all {
		t.Count(i.Lost, exposition.Label{Name: "interface", Value: i.Name})
	}
}

func exposeFlows(t *exposition.Text, stats *nfstream.Stats, lostRows uint64) {
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
	t.Count(lostRows)
}

func (m *runMetrics) exposeProcess(t *exposition.Text, prefix string) {
	t.Metric("nfstream_progress_age_seconds", exposition.Gauge,
		"For how long the meter has not come round; about a second at most where all is well.")
	t.Sample(progressAge(m.stream, m.start).Seconds())
	t.Metric("nfstream_build_info", exposition.Gauge, "Always 1; the labels say what runs.")
	t.Count(1, exposition.Label{Name: "version", Value: version()})
	t.Metric(prefix+"start_time_seconds", exposition.Gauge, "When metering began, in seconds since the Unix epoch.")
	t.Sample(float64(m.start.UnixMilli()) / 1e3)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Metric("nfstream_memory_managed_bytes", exposition.Gauge,
		"Memory that the Go runtime has from the system and has not given back.")
	t.Count(memory.Sys - memory.HeapReleased)
	if resident, ok := residentBytes(); ok {
		t.Metric(prefix+"resident_memory_bytes", exposition.Gauge,
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
