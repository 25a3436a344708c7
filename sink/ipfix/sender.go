package ipfix

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"
)

// sender sends messages in a goroutine of its own.
type sender struct {
	*Exporter
	plan  *plan // set before the first message is taken
	queue chan *message
	free  chan *message
	done  chan struct{} // closed when nothing more is sent
	over  chan struct{} // closed when the queue is empty then
	ctx   context.Context
	stop  context.CancelFunc
	fatal error // why no more messages are sent; set before done is closed

	connMu    sync.Mutex // of conn, which the sender alone sets
	conn      net.Conn
	gone      chan struct{} // closed when the peer has closed a connection of TCP
	sequence  uint32
	described time.Time // when templates were last sent; zero for never
	sent      int       // messages since then
	next      time.Time // when the rate allows the next message
	warned    time.Time
	scratch   message
	one       []byte // a record of options
	newest    int64  // of NetFlow 9: the boot of the latest message
}

// Pauses between attempts to connect, how long one takes at most, and how long a message may take.
const (
	minPause, maxPause = time.Second, time.Minute
	dialTimeout        = 10 * time.Second
	writeTimeout       = 30 * time.Second
)

// templatePause lets collectors with several threads take the templates before the first flows.
const templatePause = 20 * time.Millisecond

// warnInterval is the time between two warnings of a collector that is away.
const warnInterval = time.Minute

func newSender(e *Exporter) *sender {
	n := max(e.settings.queue/e.size, 4)
	s := &sender{Exporter: e, queue: make(chan *message, n), free: make(chan *message, n+2), done: make(chan struct{}),
		over: make(chan struct{})}
	s.ctx, s.stop = context.WithCancel(context.Background())
	return s
}

// start connects, and starts the goroutine. A collector that is away is an error only if flows may wait for it.
func (s *sender) start() error {
	if err := s.connect(); err != nil {
		if s.block {
			s.stop()
			return fmt.Errorf("ipfix: %w", err)
		}
		s.warnSometimes(err)
	}
	go s.run()
	return nil
}

// empty returns an empty message with room for a header.
func (s *sender) empty(header int) *message {
	var m *message
	select {
	case m = <-s.free:
	default:
		m = &message{data: make([]byte, 0, s.size)}
	}
	m.reset(header)
	m.boot = s.boot
	return m
}

// take queues a message. If the queue is full it waits, or drops the message.
func (s *sender) take(m *message) error {
	if s.block {
		select {
		case s.queue <- m:
			return nil
		case <-s.done:
			s.lost.Add(uint64(m.flows))
			return s.failure()
		}
	}
	select {
	case s.queue <- m:
	default:
		s.lost.Add(uint64(m.flows))
		s.skipped.Add(uint32(m.records))
		s.recycle(m)
	}
	return nil
}

func (s *sender) failure() error { return fmt.Errorf("ipfix: %s: %w", s.address, s.fatal) }

// recycle keeps a message for another use.
func (s *sender) recycle(m *message) {
	if cap(m.data) > 2*s.size {
		return
	}
	select {
	case s.free <- m:
	default:
	}
}

// end sends what is queued, for a bounded time.
func (s *sender) end() error {
	close(s.queue)
	timer := time.AfterFunc(s.timeout, s.stop)
	<-s.over
	timer.Stop()
	s.stop()
	if s.fatal != nil && s.block {
		return s.failure()
	}
	return nil
}

// run sends messages until the queue is closed. After a fatal error it counts what it does not send.
func (s *sender) run() {
	defer func() {
		if s.conn != nil {
			_ = s.conn.Close()
		}
		close(s.done)
		for m := range s.queue {
			s.lost.Add(uint64(m.flows))
		}
		close(s.over)
	}()
	// Writes that wait end with the context.
	defer context.AfterFunc(s.ctx, func() {
		s.connMu.Lock()
		defer s.connMu.Unlock()
		if s.conn != nil {
			_ = s.conn.SetDeadline(time.Unix(1, 0))
		}
	})()
	for m := range s.queue {
		if err := s.send(m); err != nil {
			s.lost.Add(uint64(m.flows))
			s.fatal = err
			return
		}
		s.recycle(m)
	}
}

// send sends a message, after templates if they are due. The error is fatal.
func (s *sender) send(m *message) error {
	s.newest = m.boot
	if !s.pace(m.records) {
		return s.ctx.Err()
	}
	if s.network == "udp" {
		s.sendDatagram(m)
		return s.ctx.Err()
	}
	for pause, since := minPause, time.Now(); ; pause = min(2*pause, maxPause) {
		err := s.sendStream(m)
		switch {
		case err == nil:
			return nil
		case s.ctx.Err() != nil, s.block && time.Since(since) > s.timeout:
			return err
		}
		s.warnSometimes(err)
		select {
		case <-time.After(pause):
		case <-s.ctx.Done():
			return err
		}
	}
}

// pace waits until the rate allows a number of records. It reports false if the export is stopped meanwhile.
func (s *sender) pace(records int) bool {
	if s.rate == 0 {
		return true
	}
	now := time.Now()
	if s.next.Before(now) {
		s.next = now
	}
	const least = time.Millisecond // shorter pauses are not kept
	if ahead := s.next.Sub(now); ahead > least {
		select {
		case <-time.After(ahead):
		case <-s.ctx.Done():
			return false
		}
	}
	s.next = s.next.Add(time.Duration(records) * time.Second / time.Duration(s.rate))
	return true
}
