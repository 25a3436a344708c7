package capture

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
)

// Filter returns src without the frames that do not match the expression; see package filter for the language.
// Stats.Filtered counts them. Errors are of type *filter.SyntaxError. Closing the result closes src.
//
// If the expression cannot be compiled for the link type of a frame, the source ends: Next returns an error that
// wraps filter.ErrLink. Dropping untested frames would hide a mistake in the expression. All frames before that one
// have been delivered.
func Filter(src Source, expression string) (Source, error) {
	set, err := filter.NewSet(expression)
	if err != nil {
		return nil, err
	}
	return &filtered{Source: src, set: set}, nil
}

type filtered struct {
	Source
	set     *filter.Set
	program *filter.Program // for the link type of the last frame, nil before the first
	dropped atomic.Uint64
	err     error // from compiling for a link type
}

// Next reads until a frame matches, or a live source returns without frames.
func (f *filtered) Next(ctx context.Context, b *Batch) error {
	for {
		if f.err != nil {
			b.Reset()
			return f.err
		}
		err := f.Source.Next(ctx, b)
		f.drop(b)
		if err == nil && len(b.Frames) == 0 {
			err = ctx.Err() // for a source that always has frames
		}
		if err != nil || len(b.Frames) > 0 || b.Clock != 0 {
			return err
		}
	}
}

// drop removes from b the frames that do not match, and all frames from the first one that cannot be tested.
func (f *filtered) drop(b *Batch) {
	kept := b.Frames[:0]
	for i := range b.Frames {
		frame := &b.Frames[i]
		if f.program == nil || f.program.Link() != frame.Link {
			if f.program, f.err = f.load(frame.Link); f.err != nil {
				break
			}
		}
		if f.program.Match(frame.Data, int(frame.Length)) {
			kept = append(kept, *frame)
		} else {
			f.dropped.Add(1)
		}
	}
	b.Frames = kept
}

func (f *filtered) load(link packet.LinkType) (*filter.Program, error) {
	p, err := f.set.For(link)
	if err != nil {
		return nil, fmt.Errorf("cannot test a frame: %w", err)
	}
	return p, nil
}

func (f *filtered) Stats() Stats {
	s := f.Source.Stats()
	s.Filtered += f.dropped.Load()
	return s
}
