package ipfix

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall"
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

var errClosed = errors.New("the collector closed the connection")

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

// connect opens a connection.
func (s *sender) connect() error {
	ctx, cancel := context.WithTimeout(s.ctx, dialTimeout)
	defer cancel()
	dial := s.Dial
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	conn, err := dial(ctx, s.network, s.address)
	if err != nil {
		return err
	}
	s.connMu.Lock()
	s.conn = conn
	s.connMu.Unlock()
	s.described, s.sequence, s.gone = time.Time{}, 0, nil
	if s.network != "udp" {
		gone := make(chan struct{})
		s.gone = gone
		go func() { // collectors send nothing: this ends with the connection
			_, _ = io.Copy(io.Discard, conn)
			close(gone)
		}()
	}
	return nil
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

// sendStream sends a message over TCP, with templates first on a new connection.
func (s *sender) sendStream(m *message) error {
	select {
	case <-s.gone: // nil, and never ready, without a connection
		s.disconnect()
		s.warnSometimes(errClosed)
	default:
	}
	if s.conn == nil {
		if err := s.connect(); err != nil {
			return err
		}
	}
	err := s.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	if err == nil && s.described.IsZero() {
		err = s.describe()
	}
	if err == nil {
		err = s.write(m)
	}
	if err != nil {
		s.disconnect()
	}
	return err
}

func (s *sender) disconnect() {
	s.connMu.Lock()
	defer s.connMu.Unlock()
	_ = s.conn.Close()
	s.conn, s.gone = nil, nil
}

// sendDatagram sends a message over UDP, with templates first when they are due. Where the collector refuses datagrams, the
// error is about the one before.
func (s *sender) sendDatagram(m *message) {
	if !s.reconnects() {
		s.lost.Add(uint64(m.flows))
		return
	}
	if s.described.IsZero() || s.sent >= s.messages || time.Since(s.described) >= s.refresh {
		first := s.described.IsZero()
		s.retry(s.describe())
		if first {
			time.Sleep(templatePause)
		}
	}
	err := s.write(m)
	if err == nil {
		return
	}
	s.lost.Add(uint64(m.flows))
	s.retry(err)
	if errors.Is(err, syscall.ECONNREFUSED) {
		_ = s.write(m)
	}
}

// reconnects resolves the name of a collector if that has failed, at most once in minPause.
func (s *sender) reconnects() bool {
	if s.conn != nil {
		return true
	}
	if time.Now().Before(s.next) {
		return false
	}
	err := s.connect()
	if err != nil {
		s.next = time.Now().Add(minPause)
		s.warnSometimes(err)
	}
	return err == nil
}

// retry takes an error of a datagram, after which templates are sent again soon.
func (s *sender) retry(err error) {
	if err == nil {
		return
	}
	s.warnSometimes(err)
	if time.Since(s.described) > time.Second {
		s.described = time.Time{}
	}
}

func (s *sender) warnSometimes(err error) {
	if now := time.Now(); s.warned.IsZero() || now.Sub(s.warned) >= warnInterval {
		s.warned = now
		s.warn(err)
	}
}

// write writes a message.
func (s *sender) write(m *message) error {
	now := time.Now().Unix()
	if s.v9 {
		seconds := now
		if up := now*1000 - m.boot; !s.Live || up < 0 || up >= 1<<32 {
			seconds = (max(m.last, m.boot+uptime.Milliseconds()) + 999) / 1000
		}
		m.stampV9(m.records, seconds, s.sequence, s.domain)
		s.sequence++
	} else {
		if s.network == "udp" {
			s.sequence += s.skipped.Swap(0) // so that the collector sees that they are missing
		}
		m.stamp(uint32(now), s.sequence, s.domain)
		s.sequence += uint32(m.records)
	}
	s.sent++
	_, err := s.conn.Write(m.data)
	return err
}

// describe sends all templates, the types of our own elements, and the applications so far.
func (s *sender) describe() error {
	s.described, s.sent = time.Now(), 0
	m := &s.scratch
	m.reset(s.header())
	m.boot = s.newest
	m.records = s.plan.templates(m, s.v9)
	if !s.v9 {
		m.records = 0 // data records alone
	}
	if err := s.write(m); err != nil {
		return err
	}
	if err := s.options(&s.plan.types, func(dst []byte, i int) ([]byte, bool) {
		if i >= len(s.plan.described) {
			return dst, false
		}
		return appendType(dst, &s.plan.described[i]), true
	}); err != nil {
		return err
	}
	return s.options(&s.plan.applications, func(dst []byte, i int) ([]byte, bool) {
		a, ok := s.apps.at(i)
		if !ok {
			return dst, false
		}
		return a.append(dst, &s.settings), true
	})
}

// options sends options records, as many messages as they need.
func (s *sender) options(t *template, record func(dst []byte, i int) ([]byte, bool)) error {
	m := &s.scratch
	m.reset(s.header())
	m.boot = s.newest
	one := s.one
	defer func() { s.one = one[:0] }()
	for i, ok := 0, true; ok; i++ {
		if one, ok = record(one[:0], i); ok && m.fits(t, len(one), s.size) || m.records == 0 && ok {
			m.add(t, one, 0)
			continue
		}
		if m.records == 0 {
			return nil
		}
		m.close()
		if err := s.write(m); err != nil {
			return err
		}
		if m.reset(s.header()); ok {
			m.add(t, one, 0)
		}
	}
	return nil
}
