package meter

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/nfstream/nfstream-go/capture"
)

// DrainTime is how long a run over interfaces reads on when its context is done, for the packets that were taken before.
// Packets that it has not read by then count as dropped.
const DrainTime = time.Second

// drained is a live source that is read to its end: when the context of Next is done, it takes no more packets, and Next
// returns those that it has before it returns the error of the context.
type drained struct {
	capture.Source
	stop     func(within time.Duration)
	stopping bool
}

// Drain returns a source that reads src to its end when the context is done, if from, the source that src reads, is a
// capture.Stopper. Otherwise it returns src.
func Drain(src, from capture.Source) capture.Source {
	if s, ok := from.(capture.Stopper); ok {
		return &drained{Source: src, stop: s.Stop}
	}
	return src
}

func (d *drained) Next(ctx context.Context, b *capture.Batch) error {
	if !d.stopping {
		err := d.Source.Next(ctx, b)
		if err == nil || !errors.Is(err, ctx.Err()) || errors.Is(context.Cause(ctx), ErrStop) {
			return err
		}
		d.stopping = true
		d.stop(DrainTime)
		if len(b.Frames) > 0 {
			return nil
		}
	}
	err := d.Source.Next(context.WithoutCancel(ctx), b)
	if errors.Is(err, io.EOF) {
		return ctx.Err()
	}
	return err
}

// cancelled is a source of the caller's that ends when the context is done, even if it ignores the context.
type cancelled struct{ capture.Source }

// Cancel returns a source that ends when the context is done, even if src ignores the context.
func Cancel(src capture.Source) capture.Source { return cancelled{src} }

func (h cancelled) Next(ctx context.Context, b *capture.Batch) error {
	err := h.Source.Next(ctx, b)
	if err == nil {
		err = ctx.Err()
	}
	return err
}
