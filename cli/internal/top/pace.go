package top

import (
	"context"
	"time"

	"github.com/nfstream/nfstream-go/capture"
)

// tick requests a refresh at a time of the capture. The receiver closes done to continue with the next packets.
type tick struct {
	first, now int64 // times of the capture's first packet and of the refresh
	done       chan struct{}
}

// pace is a Source that plays a capture, at a multiple of its speed or without waiting. It requests a refresh at each
// interval of the capture's time and at the end. The frames of a Batch are valid until the next call of Next with any
// Batch, so the meter must have one worker.
type pace struct {
	capture.Source
	interval int64 // nanoseconds; 0 for only the end
	wait     bool
	speed    int64 // 1 for the original speed
	ticks    chan<- tick

	inner  capture.Batch
	at     int // index of the next frame in inner
	err    error
	ended  bool
	began  time.Time
	first  int64 // time of the first frame
	clock  int64 // latest time
	due    int64 // time of the next refresh
	paused time.Duration
}

// maxSkipped is the maximum number of intervals without packets that are shown separately without waiting.
const maxSkipped = 10

// Next returns the frames up to the next refresh, or up to the next frame that must wait.
func (p *pace) Next(ctx context.Context, b *capture.Batch) error {
	b.Reset()
	for {
		if p.at == len(p.inner.Frames) {
			if len(b.Frames) > 0 {
				return nil
			}
			if p.err != nil {
				return p.end(ctx)
			}
			p.err = p.Source.Next(ctx, &p.inner)
			p.at = 0
			continue
		}
		f := &p.inner.Frames[p.at]
		p.begin(f.Time)
		if p.early(f.Time) && len(b.Frames) > 0 {
			return nil
		}
		if err := p.reach(ctx, f.Time); err != nil {
			return err
		}
		p.clock = max(p.clock, f.Time)
		b.Frames = append(b.Frames, *f)
		p.at++
	}
}

// begin starts the clock with the first frame.
func (p *pace) begin(now int64) {
	if p.began.IsZero() {
		p.began, p.first, p.clock = time.Now(), now, now
		p.next(now)
	}
}

// next sets the next refresh to an interval after a time. There is none beyond int64.
func (p *pace) next(from int64) {
	if p.due = from + p.interval; p.due < from {
		p.interval = 0
	}
}

// early reports whether a refresh or a wait is due before a frame of that time.
func (p *pace) early(now int64) bool {
	return p.interval > 0 && now >= p.due || p.wait && p.until(now) > time.Millisecond
}

// until returns the duration until the capture's clock reaches a time.
func (p *pace) until(now int64) time.Duration {
	return time.Duration((now-p.first)/max(p.speed, 1)) + p.paused - time.Since(p.began)
}

// reach waits for a time of the capture, with refreshes that are due before.
func (p *pace) reach(ctx context.Context, now int64) error {
	for p.interval > 0 && now >= p.due {
		if err := p.refresh(ctx, p.due); err != nil {
			return err
		}
		p.next(p.due)
		p.skip(now)
	}
	return p.sleep(ctx, now)
}

// skip skips refreshes before a time if they are many and nothing waits. The time may be arbitrary.
func (p *pace) skip(now int64) {
	if p.wait || p.interval == 0 || now <= p.due {
		return
	}
	if left, interval := uint64(now-p.due), uint64(p.interval); (left-1)/maxSkipped >= interval {
		p.due = now - int64(left%interval)
	}
}

func (p *pace) sleep(ctx context.Context, now int64) error {
	left := p.until(now)
	if !p.wait || left <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// refresh refreshes the view at a time of the capture. Its duration, such as a pause, delays the following frames.
func (p *pace) refresh(ctx context.Context, now int64) error {
	if err := p.sleep(ctx, now); err != nil {
		return err
	}
	begin := time.Now()
	defer func() { p.paused += time.Since(begin) }()
	t := tick{p.first, now, make(chan struct{})}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case p.ticks <- t:
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.done:
		return nil
	}
}

// end requests the last refresh, while the flows are active.
func (p *pace) end(ctx context.Context) error {
	if !p.ended {
		p.ended = true
		if err := p.refresh(ctx, p.clock); err != nil {
			return err
		}
	}
	return p.err
}
