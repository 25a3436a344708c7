package gopacketsource

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"sync/atomic"
	"time"

	"github.com/gopacket/gopacket"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

const (
	maxFrames = 1024      // frames of one Next
	maxBytes  = 256 << 10 // bytes of the frames of one Next, beyond which no further one is read
)

// reading is how packets are read, as both kinds of gopacket's data sources do.
type reading = func() ([]byte, gopacket.CaptureInfo, error)

// linkOf returns the link type of a frame by the ancillary data of its packet.
type linkOf func(ancillary []any) packet.LinkType

// source is the Source of what ends.
type source struct {
	read     reading
	borrowed bool // frames are overwritten by the next read
	link     linkOf
	closer   any
	received atomic.Uint64
	clock    clock
	err      error
}

func newSource(closer any, read reading, borrowed bool, link linkOf) *source {
	return &source{closer: closer, read: read, borrowed: borrowed, link: link}
}

// Next is as capture.Source says. A read that blocks is not interrupted.
func (s *source) Next(ctx context.Context, b *capture.Batch) error {
	b.Reset()
	if err := ctx.Err(); err != nil {
		return err
	}
	for bytes := 0; s.err == nil && len(b.Frames) < maxFrames && bytes < maxBytes; {
		data, ci, err := s.read()
		if err != nil {
			s.err = ended(err)
			break
		}
		bytes += len(data)
		f := capture.Frame{Data: data, Time: s.clock.time(ci.Timestamp), Length: length(ci.Length, len(data)), Link: s.link(ci.AncillaryData)}
		if s.borrowed {
			b.Append(f)
		} else {
			b.Frames = append(b.Frames, f)
		}
	}
	s.received.Add(uint64(len(b.Frames)))
	if len(b.Frames) > 0 {
		return nil
	}
	return s.err
}

func (s *source) Stats() capture.Stats {
	return capture.Stats{Received: s.received.Load(), ClampedTimes: s.clock.clamped.Load()}
}

func (s *source) Close() error { return closeAny(s.closer) }

// clock converts times.
type clock struct {
	last    int64
	clamped atomic.Uint64
}

// time returns nanoseconds since the epoch, those at the end of the range where there would be more, which it counts. A
// packet without a time, as that of a simple packet block of pcapng, has that of the one before it.
func (c *clock) time(t time.Time) int64 {
	if t.IsZero() {
		return c.last
	}
	ns, clamped := nanoseconds(t)
	if clamped {
		c.clamped.Add(1)
	}
	c.last = ns
	return ns
}

// Seconds that lie in the range of int64 nanoseconds with any fraction.
const earliest, latest = math.MinInt64/1_000_000_000 + 1, math.MaxInt64/1_000_000_000 - 1

func nanoseconds(t time.Time) (ns int64, clamped bool) {
	switch seconds := t.Unix(); {
	case seconds > latest:
		return math.MaxInt64, true
	case seconds < earliest:
		return math.MinInt64, true
	}
	return t.UnixNano(), false
}

// length returns the bytes of a packet on the wire, at least those that were captured.
func length(told, captured int) uint32 {
	return uint32(min(uint64(max(told, captured)), math.MaxUint32))
}

// ended says why a source ends in the terms of package capture.
func ended(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: %w", capture.ErrTruncated, err)
	case errors.Is(err, io.EOF):
		return io.EOF
	}
	return fmt.Errorf("gopacket source: %w", err)
}

// closeAny closes what has either form of Close.
func closeAny(c any) error {
	switch c := c.(type) {
	case io.Closer:
		return c.Close()
	case interface{ Close() }:
		c.Close()
	}
	return nil
}

// list reads packets in memory.
type list struct{ packets []gopacket.Packet }

func (l *list) next() ([]byte, gopacket.CaptureInfo, error) {
	if len(l.packets) == 0 {
		return nil, gopacket.CaptureInfo{}, io.EOF
	}
	p := l.packets[0]
	l.packets = l.packets[1:]
	return p.Data(), p.Metadata().CaptureInfo, nil
}
