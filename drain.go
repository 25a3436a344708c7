package nfstream

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/nfstream/nfstream-go/capture"
)

// DrainTime is for how long a run over interfaces reads on when its context is done, for the packets that were taken
// before. Those that it has not read by then count as dropped.
const DrainTime = time.Second

// drained is a live source that is read to its end: when the context of Next is done, it takes no more packets, and
// Next hands out those that it has before it returns the error of the context.
type drained struct {
	capture.Source
	stop     func(within time.Duration)
	stopping bool
}

// drain returns src, which takes its packets from a live source, so that none of them are lost at the end.
func drain(src capture.Source, from capture.Source) capture.Source {
	if s, ok := from.(capture.Stopper); ok {
		return &drained{Source: src, stop: s.Stop}
	}
	return src
}

func (d *drained) Next(ctx context.Context, b *capture.Batch) error {
	if !d.stopping {
		err := d.Source.Next(ctx, b)
		if err == nil || !errors.Is(err, ctx.Err()) || errors.Is(context.Cause(ctx), errStop) {
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

// heedful is a source of the caller's that ends when the context is done, whether it looks or not.
type heedful struct{ capture.Source }

func (h heedful) Next(ctx context.Context, b *capture.Batch) error {
	err := h.Source.Next(ctx, b)
	if err == nil {
		err = ctx.Err()
	}
	return err
}
