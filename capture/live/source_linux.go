package live

import (
	"context"
	"errors"
	"io"
	"math"
	"os"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"golang.org/x/sys/unix"
)

const (
	maxFrames = 1024 // frames of one Next
	// blockSlack is the maximum delay of a block after its timeout.
	blockSlack = 10 * time.Millisecond
	// With a batch that has a Due, Next returns without frames after shortest at the earliest, so that flows that
	// expire in sequence cost few calls, and after longest at the latest.
	shortest, longest = 10 * time.Millisecond, time.Second
	// stoppedTick is the time after which Next returns if batches have stopped a ring.
	stoppedTick = time.Millisecond
	// settling is the time after a block's timeout in which frames of an interface that went down may arrive, and
	// after which the kernel has removed one that is gone.
	settling = 100 * time.Millisecond
)

// source is the Source of some interfaces.
type source struct {
	options  Options
	ports    []*port
	waker    *waker
	received atomic.Uint64
	closed   atomic.Bool
	until    atomic.Pointer[time.Time] // deadline of Stop, nil before Stop

	mu     sync.Mutex // held by Next, and by Close while it closes the ports
	looked time.Time  // time of the last wait for the sockets
	silent bool       // packets are rejected
	end    error
}

func newSource(names []string, o *Options) (*source, error) {
	s := &source{options: *o}
	var fds []int
	for _, name := range names {
		p, err := openPort(name, o)
		if err != nil {
			s.Close()
			return nil, err
		}
		s.ports = append(s.ports, p)
		fds = append(fds, p.fd)
	}
	var err error
	if s.waker, err = newWaker(fds); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// start makes the ports accept packets.
func (s *source) start() error {
	for _, p := range s.ports {
		if err := p.start(); err != nil {
			return err
		}
	}
	return nil
}

// Next implements capture.Source. It may return no frames and no error.
func (s *source) Next(ctx context.Context, b *capture.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b.Reset()
	if cap(b.Frames) < maxFrames {
		b.Frames = make([]capture.Frame, 0, maxFrames)
	}
	if s.end == nil {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := s.next(ctx, b)
		if err != nil && err == ctx.Err() {
			return err
		}
		s.end = err
	}
	s.received.Add(uint64(len(b.Frames)))
	b.Clock = s.clock(b.Frames)
	return s.end
}

// clock returns the time up to which all frames have been returned, given the latest frame. If more frames may be
// available, it is the time of that frame; else it allows for frames that wait in a block.
func (s *source) clock(frames []capture.Frame) int64 {
	if len(frames) == maxFrames {
		return frames[maxFrames-1].Time
	}
	return time.Now().Add(-s.lag()).UnixNano()
}

// lag is the delay of the clock while no frames arrive.
func (s *source) lag() time.Duration { return s.options.BlockTimeout + blockSlack }

// patience returns the time to wait for frames if the caller's next task is due at the given clock time.
func (s *source) patience(due int64, now time.Time) time.Duration {
	if due == 0 || slices.ContainsFunc(s.ports, func(p *port) bool { return !p.trouble.IsZero() }) {
		return s.options.Tick
	}
	return min(max(time.Unix(0, due).Add(s.lag()).Sub(now), shortest), longest)
}

func (s *source) next(ctx context.Context, b *capture.Batch) error {
	began := time.Now()
	for now := began; ; now = time.Now() {
		if s.closed.Load() {
			return os.ErrClosed
		}
		err := s.notice(now)
		s.silence()
		if err == nil {
			err = s.take(b)
		}
		if err == nil && !s.silent {
			err = s.judge(now)
		}
		if err == nil && len(b.Frames) == 0 && s.drained(now) {
			err = io.EOF
		}
		if err != nil {
			return err
		}
		left := began.Add(s.patience(b.Due, began)).Sub(now)
		if s.silent {
			left = min(left, s.options.Tick)
		}
		if s.stopped() {
			left = min(left, began.Add(stoppedTick).Sub(now))
		}
		if len(b.Frames) > 0 || left <= 0 {
			return nil
		}
		s.waker.follow(ctx)
		if err := s.wait(left); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// Stop implements capture.Stopper. Next rejects packets as soon as it sees the stop.
func (s *source) Stop(within time.Duration) {
	until := time.Now().Add(within)
	if s.until.CompareAndSwap(nil, &until) {
		s.waker.wake()
	}
}

// silence rejects packets after Stop.
func (s *source) silence() {
	if s.silent || s.until.Load() == nil {
		return
	}
	s.silent = true
	for _, p := range s.ports {
		p.stop()
	}
}

// drained reports whether a stopped source is at its end: all packets have been read, or the deadline has passed.
func (s *source) drained(now time.Time) bool {
	return s.silent && (!now.Before(*s.until.Load()) || !slices.ContainsFunc(s.ports, (*port).waiting))
}

// stopped reports whether a ring waits for a batch to be reused.
func (s *source) stopped() bool {
	for _, p := range s.ports {
		if p.ring != nil && p.ring.stopped {
			return true
		}
	}
	return false
}

// take appends the available frames, by time if there are several rings.
func (s *source) take(b *capture.Batch) error {
	for _, p := range s.ports {
		if p.ring != nil {
			p.ring.borrowed = false
			continue
		}
		if err := p.plain.fill(b); err != nil {
			if err = p.fail(err); err != nil {
				return err
			}
		}
	}
	if len(s.ports) > 1 {
		sort.Stable((*byTime)(&b.Frames))
	}
	for len(b.Frames) < maxFrames {
		r, latest := s.earliest()
		if r == nil {
			return nil
		}
		if r.fill(b, latest); r.cursor.bad {
			return errRing
		}
	}
	return nil
}

// earliest returns the ring with the earliest next frame, and the time of the next frame of another ring. It returns
// nil if no ring has a frame.
func (s *source) earliest() (first *ring, latest int64) {
	latest = math.MaxInt64
	if len(s.ports) == 1 {
		if r := s.ports[0].ring; r != nil && r.ready() {
			first = r
		}
		return first, latest
	}
	var begin int64
	for _, p := range s.ports {
		if p.ring == nil || !p.ring.ready() {
			continue
		}
		switch t := p.ring.cursor.time(); {
		case first == nil:
			first, begin = p.ring, t
		case t < begin:
			first, begin, latest = p.ring, t, begin
		default:
			latest = min(latest, t)
		}
	}
	return first, latest
}

// wait waits for the sockets, and records which of them have failed.
func (s *source) wait(most time.Duration) error {
	defer func() { s.looked = time.Now() }()
	return s.waker.wait(most, func(i int) error {
		code, err := unix.GetsockoptInt(s.ports[i].fd, unix.SOL_SOCKET, unix.SO_ERROR)
		if err == nil && code != 0 {
			err = s.ports[i].fail(unix.Errno(code))
		}
		return err
	})
}

// notice finds failed sockets while frames arrive continuously, so that Next does not wait for sockets.
func (s *source) notice(now time.Time) error {
	if now.Sub(s.looked) <= s.options.Tick {
		return nil
	}
	return s.wait(0)
}

// judge handles interfaces that may be down or gone, after their last frames have been read.
func (s *source) judge(now time.Time) error {
	for _, p := range s.ports {
		if p.trouble.IsZero() || now.Sub(p.trouble) < s.options.BlockTimeout+settling || !p.drained() {
			continue
		}
		err := p.check()
		down, gone := errors.Is(err, ErrInterfaceDown), errors.Is(err, ErrInterfaceGone)
		if err != nil && (!s.options.Wait || !down && (!gone || p.group)) {
			return err
		}
	}
	return nil
}

func (s *source) Stats() capture.Stats {
	st := capture.Stats{Received: s.received.Load()}
	for _, p := range s.ports {
		socket, device := p.drops.counts()
		st.Dropped += socket
		st.InterfaceDropped += device
	}
	return st
}

// Close may be called while Next runs. It ends Next.
func (s *source) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	if s.waker != nil {
		s.waker.wake()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waker != nil {
		s.waker.close()
	}
	for _, p := range s.ports {
		p.close()
	}
	return nil
}

// byTime sorts frames by time. A pointer to it is a sort.Interface without an allocation.
type byTime []capture.Frame

func (f *byTime) Len() int           { return len(*f) }
func (f *byTime) Less(i, j int) bool { return (*f)[i].Time < (*f)[j].Time }
func (f *byTime) Swap(i, j int)      { (*f)[i], (*f)[j] = (*f)[j], (*f)[i] }
