package report

import (
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli"
)

// sink counts flows and writes a page of them when it is closed. Its memory is bounded by the bounds of facets, names,
// timeline and kept flows.
type sink struct {
	w        io.Writer
	run      cli.Rows
	options  options
	reader   *reader
	row      row
	total    totals
	tallies  []*tally
	sizes    [len(sizeClasses)]sizeSummary
	timeline *timeline
	names    *names
	kept     *kept
	written  uint64
}

func newSink(w io.Writer, run cli.Rows, o options) *sink {
	return &sink{w: w, run: run, options: o, reader: newReader(run.Columns, o.located), tallies: newTallies(),
		timeline: newTimeline(), names: newNames(), kept: newKept(o.flows)}
}

// Write counts a flow.
func (s *sink) Write(f *nfstream.Flow) error {
	r := &s.row
	s.reader.read(f, r)
	s.addTotals(&r.figures)
	n := measure{r.totalBytes(), r.totalPackets(), 1}
	for i := range facets {
		if facets[i].each(r, func(group []byte) { s.tallies[i].add(group, n) }) {
			s.tallies[i].total.add(n)
		}
	}
	s.timeline.add(r.texts[application], &r.figures)
	s.names.see(r)
	s.kept.add(r)
	return nil
}

func (s *sink) addTotals(f *figures) {
	t := &s.total
	t.Flows++
	t.Packets += f.totalPackets()
	t.Bytes += f.totalBytes()
	t.PacketsOut, t.PacketsBack = t.PacketsOut+f.packets[0], t.PacketsBack+f.packets[1]
	t.BytesOut, t.BytesBack = t.BytesOut+f.bytes[0], t.BytesBack+f.bytes[1]
	for i, n := range f.sizes {
		if n > 0 {
			s.sizes[i].Packets += uint64(n)
			s.sizes[i].Flows++
		}
	}
}

// Flush does nothing: a page is written at the end.
func (s *sink) Flush() error { return nil }

// Taken returns the number of flows in the written page.
func (s *sink) Taken() uint64 { return s.written }

// Close writes the page. It does not close the writer.
func (s *sink) Close() error {
	s.kept.finish()
	if err := s.writePage(); err != nil {
		return err
	}
	s.written = s.total.Flows
	return nil
}
