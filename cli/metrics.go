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

// runMetrics holds the values for the metrics of a run.
type runMetrics struct {
	stream   *nfstream.Streamer
	start    time.Time
	lostRows func() uint64
	outputs  func() []*openOutput // nil for a single one without a queue
	file     *metricsFile         // nil without --metrics-file
}

// text returns the metrics in the text format of Prometheus. Names of process metrics start with the prefix.
func (m *runMetrics) text(prefix string) []byte {
	var t exposition.Text
	stats := m.stream.Stats()
	exposePackets(&t, &stats)
	exposeInterfaces(&t, m.stream.Interfaces())
	exposeFlows(&t, &stats, m.lostRows())
	m.exposeOutputs(&t)
	m.exposeProcess(&t, prefix)
	if m.file != nil {
		t.Metric("nfstream_metrics_file_errors_total", exposition.Counter, "Failures to write the metrics file.")
		t.Count(m.file.failed())
	}
	return t.Bytes()
}

func exposePackets(t *exposition.Text, stats *nfstream.Stats) {
	t.Metric("nfstream_frames_total", exposition.Counter, "Frames by decoding status; decoded ones belong to a flow.")
	for status := range packet.NumStatus {
		t.Count(stats.Frames[status], exposition.Label{Name: "status", Value: status.String()})
	}
	t.Metric("nfstream_packets_odd_total", exposition.Counter, "Decoded packets with a property: damaged transport header, "+
		"fragment without a first one, tunnel packet of which only a fragment was seen, or reassembled from fragments.")
	t.Count(stats.Frames[packet.Damaged], exposition.Label{Name: "what", Value: "damaged"})
	t.Count(stats.Frames[packet.Orphan], exposition.Label{Name: "what", Value: "orphan"})
	t.Count(stats.Frames[packet.Partial], exposition.Label{Name: "what", Value: "partial"})
	t.Count(stats.Frames[packet.Reassembled], exposition.Label{Name: "what", Value: "reassembled"})
	t.Metric("nfstream_packets_received_total", exposition.Counter, "Packets read from the sources.")
	t.Count(stats.Capture.Received)
	t.Metric("nfstream_packets_filtered_total", exposition.Counter, "Received packets that the filter dropped.")
	t.Count(stats.Capture.Filtered)
	t.Metric("nfstream_packets_clamped_total", exposition.Counter, "Packets with a time outside the years 1677 to 2262.")
	t.Count(stats.Capture.ClampedTimes)
	t.Metric("nfstream_packets_dropped_total", exposition.Counter,
		"Lost packets by place: in a full ring, or at the interface.")
	t.Count(stats.Capture.Dropped, exposition.Label{Name: "place", Value: "ring"})
	t.Count(stats.Capture.InterfaceDropped, exposition.Label{Name: "place", Value: "interface"})
}

func exposeInterfaces(t *exposition.Text, all []nfstream.InterfaceState) {
	if len(all) == 0 {
		return
	}
	t.Metric("nfstream_interface_up", exposition.Gauge, "1 if an interface can be captured on, 0 if it is down or gone.")
	for _, i := range all {
		up := uint64(0)
		if i.State == live.Up {
			up = 1
		}
		t.Count(up, exposition.Label{Name: "interface", Value: i.Name})
	}
	t.Metric("nfstream_interface_lost_total", exposition.Counter, "How often an interface went down or disappeared.")
	for _, i := range all {
		t.Count(i.Lost, exposition.Label{Name: "interface", Value: i.Name})
	}
}

func exposeFlows(t *exposition.Text, stats *nfstream.Stats, lostRows uint64) {
	t.Metric("nfstream_flows_started_total", exposition.Counter, "Flows that have started.")
	t.Count(stats.Flows)
	t.Metric("nfstream_flows_exported_total", exposition.Counter,
		"Flows that have left the table, by reason; evicted: the table was full.")
	for reason := flow.Idle; reason <= flow.Limit; reason++ {
		t.Count(stats.Ended[reason], exposition.Label{Name: "reason", Value: reason.String()})
	}
	t.Metric("nfstream_flows_shed_total", exposition.Counter,
		"Flows that were not inspected, or not completely, because of the memory limit.")
	t.Count(stats.Uninspected, exposition.Label{Name: "what", Value: "uninspected"})
	t.Count(stats.CutShort, exposition.Label{Name: "what", Value: "cut_short"})
	t.Metric("nfstream_flows_alive", exposition.Gauge, "Flows in the table.")
	t.Count(alive(stats))
	t.Metric("nfstream_rows_lost_total", exposition.Counter, "Exported flows without a row because of write errors.")
	t.Count(lostRows)
}

// exposeOutputs exposes what became of the rows of each output.
func (m *runMetrics) exposeOutputs(t *exposition.Text) {
	if m.outputs == nil {
		return
	}
	all := m.outputs()
	each := func(name, kind, help string, of func(*openOutput) uint64) {
		t.Metric(name, kind, help)
		for i, o := range all {
			t.Count(of(o), exposition.Label{Name: "output", Value: uniqueName(all, i)})
		}
	}
	each("nfstream_output_rows_total", exposition.Counter, "Rows that an output has written.",
		func(o *openOutput) uint64 { return o.emitter.written.Load() })
	each("nfstream_output_rows_lost_total", exposition.Counter, "Rows that did not arrive at an output.", (*openOutput).lost)
	each("nfstream_output_errors_total", exposition.Counter, "Failures to write to an output.",
		func(o *openOutput) uint64 { return o.emitter.errors.Load() })
	each("nfstream_output_queue_rows", exposition.Gauge, "Rows that wait in the queue of an output.", (*openOutput).waiting)
}

// uniqueName returns the name of an output, with its number if others have the same.
func uniqueName(all []*openOutput, i int) string {
	name, same := all[i].name(), 0
	for j := range i {
		if all[j].name() == name {
			same++
		}
	}
	if same > 0 {
		name += "#" + strconv.Itoa(same+1)
	}
	return name
}

func (m *runMetrics) exposeProcess(t *exposition.Text, prefix string) {
	t.Metric("nfstream_progress_age_seconds", exposition.Gauge,
		"Time since the last progress of the meter; at most about a second if it is healthy.")
	t.Sample(progressAge(m.stream, m.start).Seconds())
	t.Metric("nfstream_build_info", exposition.Gauge, "Always 1; the labels describe the program.")
	t.Count(1, exposition.Label{Name: "version", Value: version()})
	t.Metric(prefix+"start_time_seconds", exposition.Gauge, "Start time of metering, in seconds since the Unix epoch.")
	t.Sample(float64(m.start.UnixMilli()) / 1e3)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Metric("nfstream_memory_managed_bytes", exposition.Gauge,
		"Memory that the Go runtime has obtained from the system and not returned.")
	t.Count(memory.Sys - memory.HeapReleased)
	if resident, ok := residentBytes(); ok {
		t.Metric(prefix+"resident_memory_bytes", exposition.Gauge,
			"Resident memory, including rings of interfaces.")
		t.Count(resident)
	}
}

// residentBytes returns the resident memory of the process, if the system reports it (proc(5), statm).
func residentBytes() (uint64, bool) {
	text, err := os.ReadFile("/proc/self/statm")
	fields := bytes.Fields(text)
	if err != nil || len(fields) < 2 {
		return 0, false
	}
	pages, err := strconv.ParseUint(string(fields[1]), 10, 64)
	return pages * uint64(os.Getpagesize()), err == nil
}
