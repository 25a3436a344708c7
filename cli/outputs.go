//go:build !tiny

package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/fanout"
	"github.com/nfstream/nfstream-go/cli/internal/logs"
	"github.com/nfstream/nfstream-go/internal/output"
)

// closeTime is how long the end of a service, or of an output that a reload removes, waits for a slow output.
const closeTime = 10 * time.Second

// outputs are the open outputs of a run: an nfstream.Sink. A single one has no queue, except if it has to be replaced.
type outputs struct {
	log    *logs.Logger // nil: an error of an output ends the run
	live   bool
	stdout io.Writer

	mu     sync.Mutex // of the writer, and of replacements
	direct *emitter   // nil if there are queues
	fan    *fanout.Fanout

	list   atomic.Pointer[[]*openOutput]
	past   atomic.Uint64  // rows lost by outputs that were replaced
	ending sync.WaitGroup // of replaced outputs
}

// openOutput is an open output.
type openOutput struct {
	outlet
	rows    Rows
	look    []any // what changes values of columns beside their names
	emitter *emitter
	queue   *fanout.Queue // nil for a direct one
}

// lost returns the rows that did not arrive.
func (o *openOutput) lost() uint64 {
	n := o.emitter.lostRows()
	if o.queue != nil {
		n += o.queue.Lost()
	}
	return n
}

// waiting returns the rows in the queue.
func (o *openOutput) waiting() uint64 {
	if o.queue == nil {
		return 0
	}
	return uint64(o.queue.Length())
}

// openOutputs opens the outputs of a run.
func (p *parameters) openOutputs(from columnsOf, live bool, log *logs.Logger, stdout io.Writer) (*outputs, error) {
	s := &outputs{log: log, live: live, stdout: stdout}
	all, err := s.open(p, from, nil)
	if err != nil {
		return nil, err
	}
	s.use(all)
	return s, nil
}

// open opens the outlets of p that are not among those that stay. After an error none is open.
func (s *outputs) open(p *parameters, from columnsOf, staying []*openOutput) (all []*openOutput, err error) {
	for i := range p.outlets {
		o := &openOutput{outlet: p.outlets[i], look: p.look()}
		if o.rows, err = p.rows(&o.outlet, from, s.live); err == nil {
			if same := sameOutput(staying, o); same != nil && !slices.Contains(all, same) {
				all = append(all, same)
				continue
			}
			err = s.openOne(p, o)
		}
		if err != nil {
			s.discard(all, staying)
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

func (s *outputs) openOne(p *parameters, o *openOutput) error {
	sink, end, err := p.open(&o.outlet, o.rows, s.stdout)
	if err != nil {
		return o.placed(fmt.Errorf("--output: %w", err))
	}
	plain, ok := sink.(survivor)
	if files, is := sink.(*output.Files); is {
		plain, ok = files, true
	}
	if !ok {
		plain = &plainSink{Sink: sink, close: end}
	}
	strict := s.log == nil || o.to == "-" && len(p.outlets) == 1
	o.emitter = &emitter{name: o.name(), log: s.log, strict: strict, sink: plain}
	return nil
}

// discard closes outputs that were opened and are not used.
func (s *outputs) discard(all, staying []*openOutput) {
	for _, o := range all {
		if !slices.Contains(staying, o) {
			_ = o.emitter.Close() // it has no rows
		}
	}
}

// sameOutput returns the open output with the same settings and columns, nil without one.
func sameOutput(all []*openOutput, o *openOutput) *openOutput {
	for _, old := range all {
		if old.settings() == o.settings() &&
			slices.EqualFunc(old.rows.Columns, o.rows.Columns, sameColumn) {
			return old
		}
	}
	return nil
}

// settings returns the settings of the output as a text.
func (o *openOutput) settings() string {
	one := o.outlet
	one.place, one.target = nil, nil
	return fmt.Sprintf("%#v %#v", one, o.look)
}

// look returns the settings that change values of columns, but not their names.
func (p *parameters) look() []any {
	c := &p.config
	return []any{c.Anonymize, c.AnonymizePrefix, c.AccountingMode, string(p.anonymizeKey)}
}

func sameColumn(a, b *nfstream.Column) bool { return a.Name == b.Name && a.Type == b.Type }

// use makes outputs the current ones. The caller owns the writer's lock, or there is no writer yet.
func (s *outputs) use(all []*openOutput) {
	s.direct = nil
	if len(all) == 1 && all[0].queue == nil && s.fan == nil {
		s.direct = all[0].emitter
	} else {
		var queues []*fanout.Queue
		for _, o := range all {
			if o.queue == nil {
				o.queue = fanout.NewQueue(o.emitter, o.outlet.queue, !s.live)
			}
			queues = append(queues, o.queue)
		}
		if s.fan == nil {
			s.fan = fanout.New(queues...)
		} else {
			_ = s.fan.Replace(queues...) // an error is returned by the next Write too
		}
	}
	s.list.Store(&all)
}

// replace goes on with other outputs. Those that are not among them are closed when they have their flows.
func (s *outputs) replace(all []*openOutput) {
	s.mu.Lock()
	old := s.current()
	s.use(all)
	s.mu.Unlock()
	for _, o := range old {
		if !slices.Contains(all, o) {
			s.ending.Go(func() { s.end(o) })
		}
	}
}

// end closes a replaced output.
func (s *outputs) end(o *openOutput) {
	if err := o.finish(closeTime); err != nil {
		s.log.Error("closing an output", "output", o.name(), "error", err)
	}
	s.past.Add(o.lost())
}

// finish closes an output when it has its flows, or after a time, 0 for none.
func (o *openOutput) finish(within time.Duration) error {
	if o.queue == nil {
		return o.emitter.Close()
	}
	err, late := o.queue.Close(within)
	if late {
		err = errors.Join(err, fmt.Errorf("%s still blocks after %v", o.name(), within))
	}
	return err
}

func (s *outputs) current() []*openOutput { return *s.list.Load() }

// Write passes a flow on.
func (s *outputs) Write(f *nfstream.Flow) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.direct != nil {
		return s.direct.Write(f)
	}
	return s.fan.Write(f)
}

// Flush flushes the outputs. It does not wait for queues.
func (s *outputs) Flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.direct != nil {
		return s.direct.Flush()
	}
	return s.fan.Flush()
}

// tick performs time-based work of a direct output; queues do so themselves.
func (s *outputs) tick() {
	for _, o := range s.current() {
		if o.queue == nil {
			_ = o.emitter.Tick() // logged
		}
	}
}

// rotate ends the current files.
func (s *outputs) rotate() {
	for _, o := range s.current() {
		if o.queue == nil {
			_ = o.emitter.Rotate() // logged
		} else {
			o.queue.Rotate()
		}
	}
}

// hurry ends the pauses after errors.
func (s *outputs) hurry() {
	for _, o := range s.current() {
		go o.emitter.hurry() // it waits for a write that is under way
	}
}

// close closes the outputs at the end of the run, all at once. It waits for slow ones, for a bounded time if the source is
// live.
func (s *outputs) close() error {
	within := time.Duration(0)
	if s.live {
		within = closeTime
	}
	all := s.current()
	errs := make([]error, len(all))
	for i, o := range all {
		s.ending.Go(func() {
			if errs[i] = o.finish(within); errs[i] != nil && len(all) > 1 {
				errs[i] = fmt.Errorf("%s: %w", o.name(), errs[i])
			}
		})
	}
	s.ending.Wait()
	if s.log == nil {
		return errors.Join(errs...)
	}
	for _, err := range errs {
		if err != nil {
			s.log.Error("closing an output", "error", err)
		}
	}
	return nil
}

// Lost returns the number of rows that did not arrive at an output.
func (s *outputs) Lost() uint64 {
	n := s.past.Load()
	for _, o := range s.current() {
		n += o.lost()
	}
	return n
}

// openSeveral opens several outputs of flows.
func (p *parameters) openSeveral(s *nfstream.Streamer, stdout io.Writer) (k outputSink, err error) {
	all, err := p.openOutputs(s, s.Live(), nil, stdout)
	if err != nil {
		return k, err
	}
	return outputSink{all, all.close, "outputs"}, nil
}
