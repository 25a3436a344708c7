package kafka

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/output"
)

// Rows is what a Sink knows of the rows of a run. Only Columns, those of a Streamer, are needed.
type Rows = output.Rows

// The formats of values.
const (
	JSON     = "json"
	Protobuf = "protobuf"
)

// Sink produces a record for each flow. Write and Flush are called one at a time, all other methods by any goroutine.
type Sink struct {
	options *options
	rows    Rows
	headers []kgo.RecordHeader
	encoder encoder
	keys    *keyer // nil for records without a key
	value   []byte // storage for encoding
	client  *kgo.Client
	dials   *dials
	gate    *gate
	queue   *queue // nil without a spool
	watch   *watch
	sender  sync.WaitGroup
	closing sync.Once
	ended   error // of Close

	failure  atomic.Pointer[error] // what ends the run
	pending  atomic.Int64          // records with the client
	produced atomic.Uint64
	dropped  atomic.Uint64
	rejected atomic.Uint64
	unsent   atomic.Uint64
}

// Open returns the sink of a URL; see docs/kafka.md. It connects to a broker and checks that the topic exists and may be
// written to. Without an answer within connect-timeout, it fails if when-full is block, and warns otherwise.
func Open(url string, rows Rows) (*Sink, error) {
	o, err := parse(url)
	if err != nil {
		return nil, err
	}
	if rows.Warn == nil {
		rows.Warn = func(error) {}
	}
	s := &Sink{options: o, rows: rows, gate: newGate(o.buffer), dials: &dials{}}
	if o.whenFull == "" {
		o.whenFull = block
		if rows.Live {
			o.whenFull = drop
		}
	}
	if o.key == keyHosts {
		s.keys = newKeyer(rows.Columns)
	}
	if err := s.encodeAs(rows.Format); err != nil {
		return nil, err
	}
	if s.client, err = s.newClient(); err != nil {
		return nil, fmt.Errorf("kafka: %w", err)
	}
	if err := s.begin(); err != nil {
		s.client.Close()
		return nil, fmt.Errorf("kafka: %w", err)
	}
	return s, nil
}

func (s *Sink) encodeAs(format string) (err error) {
	contentType := ""
	switch format {
	case "", JSON:
		s.encoder, contentType = newJSONEncoder(s.rows.Columns), "application/json"
	case Protobuf:
		s.encoder, err = newProtoEncoder(s.rows.Columns)
		contentType = "application/x-protobuf; messageType=\"nfstream.Flow\""
	default:
		return fmt.Errorf("kafka: %q is no format of records: want %s or %s", format, JSON, Protobuf)
	}
	s.headers = []kgo.RecordHeader{
		{Key: HeaderContentType, Value: []byte(contentType)},
		{Key: HeaderSchema, Value: []byte(SchemaVersion)},
		{Key: HeaderProgram, Value: []byte(s.rows.Program)},
		{Key: HeaderRun, Value: []byte(newRun(time.Now()))},
	}
	return err
}

// begin checks the topic and starts the goroutines.
func (s *Sink) begin() (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), s.options.connect)
	defer cancel()
	if err := s.checkTopic(ctx); err != nil {
		if away := new(awayError); !errors.As(err, &away) || s.options.whenFull == block {
			return err
		}
		s.rows.Warn(fmt.Errorf("kafka: %w; rows wait for it", err))
	}
	s.watch = newWatch(s)
	if s.options.whenFull == spool {
		header := segmentHeader{Topic: s.options.topic, Headers: s.headers}
		if s.queue, err = openQueue(s.options.spool, s.options.spoolSize, header, s.options.linger, s.watch.failing); err != nil {
			return err
		}
		s.sender.Go(s.sendSpooled)
	}
	s.watch.start()
	return nil
}

// Write produces the record of a flow. It waits only where when-full is block and the buffer is full, or where a spool is
// full of rows of captures.
func (s *Sink) Write(f *flow.Flow) error {
	if err := s.failure.Load(); err != nil {
		return *err
	}
	if s.options.whenFull == drop && s.gate.full(overhead) {
		s.dropped.Add(1)
		return nil
	}
	var err error
	if s.value, err = s.encoder.append(s.value[:0], f); err != nil {
		return err
	}
	var key []byte
	if s.keys != nil {
		k := s.keys.key(f)
		key = k[:]
	}
	if s.queue != nil {
		return s.spool(key)
	}
	s.send(key, s.value, s.headers, s.options.topic, nil)
	if err := s.failure.Load(); err != nil {
		return *err
	}
	return nil
}

// spool gives a row to the spool.
func (s *Sink) spool(key []byte) error {
	ok, err := s.queue.append(key, s.value, !s.rows.Live)
	switch {
	case err != nil && !s.rows.Live:
		return err
	case !ok:
		s.dropped.Add(1)
	}
	return nil
}

// sendSpooled sends the rows of the spool until it stops.
func (s *Sink) sendSpooled() {
	for {
		row, ok := s.queue.next()
		if !ok {
			return
		}
		if !s.send(row.key, row.value, row.headers, row.topic, row.segment) {
			s.queue.acknowledge(row.segment, false)
		}
	}
}

// send gives a record to the client when there is room for it, and reports whether it did.
func (s *Sink) send(key, value []byte, headers []kgo.RecordHeader, topic string, from *segment) bool {
	r := s.gate.take()
	if r == nil {
		r = &record{}
		r.done = func(_ *kgo.Record, err error) { s.done(r, err) }
	}
	*r = record{done: r.done, segment: from,
		Record: kgo.Record{Headers: headers, Topic: topic, Value: append(r.Value[:0], value...)}}
	if key != nil {
		r.Key = append(r.key[:0], key...)
	}
	if !s.gate.enter(r.cost(), s.options.whenFull != drop) {
		if s.queue == nil {
			s.dropped.Add(1)
		}
		s.gate.leave(r, false)
		return false
	}
	s.pending.Add(1)
	s.client.Produce(context.Background(), &r.Record, r.done)
	return true
}

// done takes what has become of a record.
func (s *Sink) done(r *record, err error) {
	from := r.segment
	switch verdictOf(err) {
	case delivered:
		s.produced.Add(1)
	case refused: // again next time
		s.rejected.Add(1)
		s.rows.Warn(fmt.Errorf("kafka: a row of %d bytes is lost: %w", len(r.Value), err))
		err = nil
	case unsent:
		if from == nil {
			s.unsent.Add(1)
		}
	case failed:
		s.failed(from, err)
	}
	s.gate.leave(r, true)
	s.pending.Add(-1)
	if from != nil {
		s.queue.acknowledge(from, err == nil)
	}
}

// failed takes an error that all later records would have too. A row of a spool stays there.
func (s *Sink) failed(from *segment, err error) {
	err = fmt.Errorf("kafka: topic %s: %w", s.options.topic, explained(err))
	if from == nil {
		s.rejected.Add(1)
	}
	if s.options.whenFull == block {
		if s.failure.CompareAndSwap(nil, &err) {
			s.gate.close()
		}
		return
	}
	s.watch.failing(err)
}
