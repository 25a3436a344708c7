package gopacketsource

import (
	"context"
	"encoding/binary"
	"io"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go/capture"
)

const (
	// shortest and longest bound how long Next waits where a batch says when it is due.
	shortest, longest = 10 * time.Millisecond, time.Second
	// worthwhile is how many frames Next waits for, for gathering at most.
	worthwhile = 64
	gathering  = 2 * time.Millisecond
)

// block holds frames and their bytes.
type block struct {
	frames []capture.Frame
	data   []byte
}

func (b *block) full() bool { return len(b.frames) >= maxFrames || len(b.data) >= maxBytes }

// add copies a frame, with a tag behind its addresses.
func (b *block) add(f capture.Frame, t tag) {
	at := len(b.data)
	if t.there {
		b.data = append(b.data, f.Data[:macAddresses]...)
		b.data = binary.BigEndian.AppendUint16(b.data, t.tpid)
		b.data = binary.BigEndian.AppendUint16(b.data, t.tci)
		f.Data = f.Data[macAddresses:]
	}
	b.data = append(b.data, f.Data...)
	f.Data = b.data[at:len(b.data):len(b.data)]
	b.frames = append(b.frames, f)
}

// pump hands frames from the goroutines that read handles to Next. It holds one block, so that what is not taken stays
// in the handles' buffers.
type pump struct {
	mu      sync.Mutex
	room    sync.Cond // the block is not full, or the pump is closed
	filling *block
	free    []*block
	left    int // handles that are read
	err     error
	closed  bool
	some    chan struct{} // there is a frame, or an end
	many    chan struct{} // there are some more
}

func (p *pump) begin() {
	p.room.L = &p.mu
	p.filling = &block{}
	p.some, p.many = make(chan struct{}, 1), make(chan struct{}, 1)
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (p *pump) put(f capture.Frame, t tag) {
	p.mu.Lock()
	for p.filling.full() && !p.closed {
		p.room.Wait()
	}
	p.filling.add(f, t)
	switch n := len(p.filling.frames); {
	case n == 1:
		signal(p.some)
	case n == worthwhile || p.filling.full():
		signal(p.many)
	}
	p.mu.Unlock()
}

// end says that a handle has ended, and why.
func (p *pump) end(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left--; err != io.EOF && p.err == nil || p.left == 0 && p.err == nil {
		p.err = err
	}
	signal(p.some)
	signal(p.many)
}

func (p *pump) isClosed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

// close makes readers end, and returns how many frames nobody has taken.
func (p *pump) close() (lost uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	p.room.Broadcast()
	signal(p.some)
	signal(p.many)
	return uint64(len(p.filling.frames))
}

// take moves the frames that are there to b, which borrows their block. It returns why there will be none, if there are
// none.
func (p *pump) take(b *capture.Batch) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	full := p.filling
	switch {
	case p.closed:
		return os.ErrClosed
	case len(full.frames) == 0:
		return p.err
	}
	p.filling = &block{}
	if n := len(p.free); n > 0 {
		p.filling, p.free = p.free[n-1], p.free[:n-1]
	}
	p.room.Broadcast()
	b.Frames = append(b.Frames, full.frames...)
	b.Borrow(func() { p.giveBack(full) })
	return nil
}

func (p *pump) giveBack(b *block) {
	b.frames, b.data = b.frames[:0], b.data[:0]
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, b)
}

// liveSource is the Source of live handles.
type liveSource struct {
	options  LiveOptions
	readers  []*handleReader
	pump     pump
	received atomic.Uint64
	lost     atomic.Uint64             // frames that were read and never taken
	until    atomic.Pointer[time.Time] // when it stops at the latest, nil until Stop

	mu    sync.Mutex // Next holds it
	quiet time.Time  // since when no frame has come, once it was told to stop
	err   error
}

// Next is as capture.Source says.
func (s *liveSource) Next(ctx context.Context, b *capture.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b.Reset()
	if s.err != nil {
		return s.err
	}
	err := s.next(ctx, b)
	if err != nil && err != ctx.Err() {
		s.err = err
	}
	if len(s.readers) > 1 {
		slices.SortStableFunc(b.Frames, func(a, b capture.Frame) int { return int(min(max(a.Time-b.Time, -1), 1)) })
	}
	s.received.Add(uint64(len(b.Frames)))
	s.setClock(b)
	return err
}

func (s *liveSource) next(ctx context.Context, b *capture.Batch) error {
	began := time.Now()
	timer := time.NewTimer(s.patience(b.Due, began))
	defer timer.Stop()
	if err := s.pump.take(b); err != nil || len(b.Frames) >= worthwhile {
		return err
	}
	if len(b.Frames) == 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
			return s.drained(b)
		case <-s.pump.some:
		}
		timer.Reset(gathering)
		select {
		case <-timer.C:
		case <-s.pump.many:
		case <-ctx.Done():
		}
		if err := s.pump.take(b); err != nil {
			return err
		}
	}
	return s.drained(b)
}

// patience returns how long to wait for frames, for a caller that has nothing to do before the clock is at due.
func (s *liveSource) patience(due int64, now time.Time) time.Duration {
	if due == 0 || s.until.Load() != nil {
		return s.options.Tick
	}
	return min(max(time.Unix(0, due).Add(s.options.Lag).Sub(now), shortest), longest)
}

// setClock says up to when all frames have been handed out: those that come late by more than Lag are being caught up
// with.
func (s *liveSource) setClock(b *capture.Batch) {
	b.Clock = time.Now().Add(-s.options.Lag).UnixNano()
	if n := len(b.Frames); n > 0 {
		b.Clock = min(b.Clock, b.Frames[n-1].Time)
	}
}

// Stop is as capture.Stopper says.
func (s *liveSource) Stop(within time.Duration) {
	until := time.Now().Add(within)
	if !s.until.CompareAndSwap(nil, &until) {
		return
	}
	for _, r := range s.readers {
		r.stop()
	}
	signal(s.pump.some)
	signal(s.pump.many)
}

// drained returns io.EOF for a source that takes no more packets and has had none for Lag, or is late.
func (s *liveSource) drained(b *capture.Batch) error {
	until := s.until.Load()
	now := time.Now()
	switch {
	case until == nil:
		return nil
	case len(b.Frames) > 0 || s.quiet.IsZero():
		s.quiet = now
	case now.Sub(s.quiet) >= s.options.Lag:
		return io.EOF
	}
	if now.Before(*until) {
		return nil
	}
	return io.EOF
}

func (s *liveSource) Stats() capture.Stats {
	stats := capture.Stats{Received: s.received.Load(), Dropped: s.lost.Load()}
	for _, r := range s.readers {
		stats.Dropped += r.dropped()
		stats.ClampedTimes += r.clock.clamped.Load()
	}
	return stats
}

// Close may be called while Next runs, which it ends.
func (s *liveSource) Close() (err error) {
	if s.pump.isClosed() {
		return nil
	}
	s.lost.Add(s.pump.close())
	for _, r := range s.readers {
		if e := r.close(); err == nil {
			err = e
		}
	}
	return err
}
