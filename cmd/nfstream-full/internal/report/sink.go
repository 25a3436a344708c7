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
	total    figures // start and end of all flows, sums of the others
	flows    uint64
	tallies  []*tally
	sized    [len(sizeClasses)]uint64 // flows with packets of a class
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
	s.flows++
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
	for i := range 2 {
		s.total.packets[i] += f.packets[i]
		s.total.bytes[i] += f.bytes[i]
	}
	for i, n := range f.sizes {
		s.total.sizes[i] += n
		if n > 0 {
			s.sized[i]++
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
	s.written = s.flows
	return nil
}
