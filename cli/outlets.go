package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/output"
	"github.com/nfstream/nfstream-go/sink/table"
)

// outlet is one output of a run and its settings.
type outlet struct {
	to     string // a file, - for standard output, or a URL
	format string // empty until given or chosen; that of a target may remain empty
	named  bool   // the format is the outlet's own, not that of --format for all
	nfstream.Selection
	rotates           bool // the next three are the outlet's own, not those of all
	rotateFlows, keep int
	rotateSize, queue int               // bytes
	place             func(error) error // adds the place in a file of settings to an error, nil without one
	target            *output.Target    // nil for a file and for standard output
}

// setOutlets sets the outlets of a run: those of a file of settings, or one for each --output.
func (p *parameters) setOutlets() error {
	if len(p.to) == 0 && len(p.listed) == 0 {
		p.to = []string{"-"}
	}
	p.outlets = slices.Clone(p.listed)
	for _, to := range p.to {
		p.outlets = append(p.outlets, p.outlet(to))
	}
	if tiny && len(p.outlets) > 1 {
		return errors.New("--output is given more than once, which a tiny build does not support")
	}
	for i := range p.outlets {
		o := &p.outlets[i]
		o.bound(p.memory)
		if err := p.checkOutlet(o, p.outlets[:i]); err != nil {
			return o.placed(err)
		}
	}
	return p.shareFormat()
}

// outlet returns an outlet with the settings that all have.
func (p *parameters) outlet(to string) outlet {
	return outlet{to: to, rotateFlows: p.rotateFlows, rotateSize: p.rotateSize, keep: p.keep, queue: p.queue,
		Selection: nfstream.Selection{Fields: p.config.Fields, TimeFormat: p.config.TimeFormat, Null: p.config.Null}}
}

// defaultQueue is the default size of the queue of one of several outputs, in bytes. With --memory it is queueShare of
// that at most.
const defaultQueue, queueShare = 16 << 20, 16

// bound sets the size of the queue that is not given.
func (o *outlet) bound(memory int) {
	if o.queue == 0 {
		o.queue = defaultQueue
		if memory > 0 {
			o.queue = min(o.queue, memory/queueShare)
		}
	}
}

// placed adds the place of the outlet in a file of settings to an error.
func (o *outlet) placed(err error) error {
	if err == nil || o.place == nil {
		return err
	}
	return o.place(err)
}

// file reports whether the outlet is a file or a series of files.
func (o *outlet) file() bool { return o.target == nil && o.to != "-" }

// name is the outlet without what may be secret: a URL without user and query.
func (o *outlet) name() string {
	if o.target == nil {
		return o.to
	}
	name, _, _ := strings.Cut(o.to, "?")
	scheme, rest, _ := strings.Cut(name, "://")
	host, path, slash := strings.Cut(rest, "/")
	host = host[strings.LastIndexByte(host, '@')+1:]
	if slash {
		host += "/" + path
	}
	return scheme + "://" + host
}

// checkOutlet returns an error for an outlet that is invalid alone or with the ones before it.
func (p *parameters) checkOutlet(o *outlet, before []outlet) error {
	if o.to == "" {
		return errors.New("--output is empty: want the name of a file, or - for standard output")
	}
	if err := p.checkNotSource(o); err != nil {
		return err
	}
	if err := p.outputs.Check(o.to); err != nil {
		return fmt.Errorf("--output: %w", err)
	}
	o.target = p.outputs.Target(o.to)
	if o.target == nil {
		for i := range before {
			if b := &before[i]; b.target == nil && filepath.Clean(b.to) == filepath.Clean(o.to) {
				return fmt.Errorf("--output names %s twice: want another file", o.to)
			}
		}
	}
	alone := len(p.outlets) == 1 || o.rotates
	switch {
	case o.rotateFlows > 0 && !o.file() && alone:
		return errors.New("--rotate-flows needs --output with the name of a file")
	case o.rotateSize > 0 && !o.file() && alone:
		return errors.New("--rotate-size needs --output with the name of a file")
	case o.keep > 0 && o.rotateFlows == 0 && o.rotateSize == 0 && !output.Dated(o.to) && alone:
		return errors.New("--keep needs --rotate-flows, --rotate-size or a date in --output")
	}
	if o.named {
		return p.checkFormat(o)
	}
	return nil
}

func (p *parameters) checkFormat(o *outlet) error {
	if o.format == formatTable && o.target == nil {
		return nil
	}
	if err := p.outputs.CheckFormat(o.to, o.format); err != nil {
		return fmt.Errorf("--format: %w", err)
	}
	return nil
}

// checkNotSource returns an error for a file that is a source too.
func (p *parameters) checkNotSource(o *outlet) error {
	out, err := os.Stat(o.to)
	for _, source := range p.sources {
		if source == "-" {
			continue
		}
		if in, e := os.Stat(source); err == nil && e == nil && in.Mode().IsRegular() && os.SameFile(in, out) {
			return fmt.Errorf("--output is %s, which is also a source: want another file", o.to)
		}
	}
	return nil
}

// shareFormat gives --format to the outlet. Of several it is for those that can have it and whose name selects no format.
// Then it chooses the formats that are not given.
func (p *parameters) shareFormat() error {
	taken := p.format == ""
	for i := range p.outlets {
		o := &p.outlets[i]
		if !o.named && p.format != "" && (len(p.outlets) == 1 || p.selectsNone(o)) {
			one := *o
			one.format = p.format
			err := p.checkFormat(&one)
			if err != nil && len(p.outlets) == 1 {
				return o.placed(err)
			}
			if err == nil {
				o.format, taken = p.format, true
			}
		}
		p.chooseFormat(o)
	}
	if !taken {
		return fmt.Errorf("--format is %s: no --output without a format of its own can have it", p.format)
	}
	return nil
}

// selectsNone reports whether the name of an outlet selects no format.
func (p *parameters) selectsNone(o *outlet) bool {
	if o.target != nil || o.to == "-" {
		return true
	}
	format, err := p.outputs.Of(o.to)
	return err == nil && format == nil
}

// chooseFormat sets the format of rows that is not given: by the extension of the output, or a table on a terminal. That of
// a target remains empty.
func (p *parameters) chooseFormat(o *outlet) {
	if o.target != nil {
		return
	}
	if o.format != "" {
		o.format = p.outputs.InFile(o.to, o.format)
		return
	}
	o.format = formatCSV
	if o.to == "-" {
		if p.terminal {
			o.format = formatTable
		}
	} else if format, err := p.outputs.Of(o.to); err == nil && format != nil {
		o.format = format.Name
	}
}

// selectColumns completes what the outlets select, and returns the fields of all of them.
func (p *parameters) selectColumns() (fields []string) {
	for i := range p.outlets {
		o := &p.outlets[i]
		asked := len(o.Fields) > 0
		if o.format == formatTable {
			o.TimeFormat = nfstream.TimeMillis // the table shows times of the day
			if !asked {
				o.Fields = table.Fields()
			}
		}
		if !asked {
			o.Fields = p.showRisks(o.Fields)
		}
		if len(o.Fields) == 0 && len(p.outlets) > 1 {
			o.Fields = []string{"default"}
		}
		fields = append(fields, o.Fields...)
	}
	return fields
}

// columnsOf is a stream, or its new settings.
type columnsOf interface {
	ColumnsOf(nfstream.Selection) ([]*nfstream.Column, error)
}

// rows returns what the sink of an outlet knows of the run.
func (p *parameters) rows(o *outlet, from columnsOf, live bool) (Rows, error) {
	columns, err := from.ColumnsOf(o.Selection)
	return Rows{Columns: columns, Live: live, Program: p.outputs.Program + " " + version(), Format: o.format,
		Sources: p.sources, Notes: p.notes, Settings: p.given, Warn: p.warn}, o.placed(err)
}

// open returns the sink of an outlet and the function that closes it.
func (p *parameters) open(o *outlet, rows Rows, stdout io.Writer) (nfstream.Sink, func() error, error) {
	if o.target != nil {
		sink, err := o.target.Open(o.to, rows)
		if err != nil {
			return nil, nil, err
		}
		return sink, sink.Close, nil
	}
	newSink := p.newSink(o, rows, stdout)
	if o.to == "-" {
		if err := checkOpen(stdout); err != nil {
			return nil, nil, err
		}
		sink := output.Standard(stdout, newSink)
		return sink, closing(sink), nil
	}
	options := output.Options{Flows: o.rotateFlows, Size: int64(o.rotateSize), Keep: o.keep, Fresh: p.fresh && !special(o.to),
		Packed: p.packed(o), PacketTime: !rows.Live, Warn: p.warn}
	files, err := output.Create(o.to, options, newSink)
	return files, files.Close, err
}

// special reports whether a path is a named pipe or a device, which a service uses under its name.
func special(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular()
}

// newSink returns what makes the sink of a file or of standard output.
func (p *parameters) newSink(o *outlet, rows Rows, stdout io.Writer) func(io.Writer) nfstream.Sink {
	if o.format == formatTable {
		return func(w io.Writer) nfstream.Sink {
			return table.NewWriter(w, rows.Columns, table.Options{Width: lineWidth(stdout)})
		}
	}
	format := p.outputs.Named(o.format)
	return func(w io.Writer) nfstream.Sink { return format.New(w, rows) }
}

// closing returns what ends a sink.
func closing(sink nfstream.Sink) func() error {
	if s, ok := sink.(io.Closer); ok {
		return s.Close
	}
	return func() error { return nil }
}

// opensMoreFiles reports whether a run opens files after its start.
func (p *parameters) opensMoreFiles() bool {
	return p.metricsFile != "" || len(p.config.Rules) > 0 || slices.ContainsFunc(p.outlets, func(o outlet) bool {
		return o.rotateFlows > 0 || o.rotateSize > 0 || output.Dated(o.to) || o.target != nil || p.packed(&o)
	})
}

// packed reports whether the files of an outlet can be read only when they are whole, and are renamed then.
func (p *parameters) packed(o *outlet) bool {
	format := p.outputs.Named(o.format)
	return o.file() && format != nil && format.Packed
}
