package capture

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
)

// OpenFile returns the Source of one capture file, in any format that NewReader knows.
func OpenFile(path string) (Source, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return single(ownReader(context.Background(), path, file, &counters{}, Limits{}))
}

// Open returns one Source of several inputs in the order given. A name is that of a capture file, of a folder, or "-"
// for standard input ("./-" is a file of that name). Of a folder the regular files directly in it are read, in the
// order of their names; those whose name begins with a dot or that are not captures are left out.
//
// Open refuses a name that is missing, unreadable or not a capture, and a folder without any capture, before anything
// is read; standard input, pipes and devices are only opened when it is their turn. No more than one file is open at a
// time. One that turns out to be malformed or cut short ends there, its successors follow, and Next reports the errors
// of all of them, joined, where it would return io.EOF. Stats are about all files; Size is 0 if it is unknown of any.
//
// Reading a pipe on standard input is interrupted when the context of Next is done on Linux; elsewhere Next returns
// after the read.
func Open(names ...string) (Source, error) { return OpenWithin(Limits{}, names...) }

// OpenWithin is Open with limits on the memory that reading takes. Where an input needs more, Next, or Open where that is
// at its begin, returns an error that wraps a *LimitError.
func OpenWithin(l Limits, names ...string) (Source, error) {
	paths, size, err := expandAll(names, l)
	if err != nil {
		return nil, err
	}
	f := &files{paths: paths, limits: l}
	f.counters.size.Store(size)
	return f, nil
}

// files is the Source of several files.
type files struct {
	counters counters
	paths    []string // not opened yet
	limits   Limits
	errs     []error
	end      error

	mu      sync.Mutex // guards what Close needs
	current *reader
	closed  bool
}

func (f *files) Next(ctx context.Context, b *Batch) error {
	b.Reset()
	for f.end == nil {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := f.read(ctx, b)
		if err == nil || len(b.Frames) > 0 {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		f.finish(err)
	}
	return f.end
}

// Begin opens the first input, where that waits for what brings it, as standard input and pipes do. The error is that of
// Next; there is none where others follow, which Next goes on with.
func (f *files) Begin(ctx context.Context) error {
	if f.current != nil || f.end != nil || len(f.paths) == 0 {
		return nil
	}
	err := f.open(ctx, f.paths[0])
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f.paths = f.paths[1:]
	if err == nil {
		return nil
	}
	if f.finish(err); len(f.paths) > 0 {
		return nil
	}
	f.end = errors.Join(f.errs...)
	return f.end
}

// read brings frames of the current file, or opens the next.
func (f *files) read(ctx context.Context, b *Batch) error {
	if f.current != nil {
		return f.current.Next(ctx, b)
	}
	if len(f.paths) == 0 {
		f.end = errors.Join(f.errs...)
		if f.end == nil {
			f.end = io.EOF
		}
		return f.end
	}
	err := f.open(ctx, f.paths[0])
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	f.paths = f.paths[1:]
	if err != nil {
		return err
	}
	return f.current.Next(ctx, b)
}

func (f *files) open(ctx context.Context, path string) error {
	file, err := openPath(ctx, path)
	if err != nil {
		return err
	}
	r, err := ownReader(ctx, path, file, &f.counters, f.limits)
	if err != nil {
		return err
	}
	return f.enter(r)
}

func (f *files) enter(r *reader) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return errors.Join(os.ErrClosed, r.Close())
	}
	f.current = r
	return nil
}

// finish closes the current file.
func (f *files) finish(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.closed:
		f.end = os.ErrClosed
	case f.end == nil && err != io.EOF:
		f.errs = append(f.errs, err)
	}
	if f.current != nil {
		f.current.Close()
		f.current = nil
	}
}

func (f *files) Stats() Stats { return f.counters.stats() }

// Close may be called while Next runs.
func (f *files) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	if f.current == nil {
		return nil
	}
	return f.current.Close()
}

// ownReader is a reader that closes its file.
func ownReader(ctx context.Context, path string, file *os.File, c *counters, l Limits) (*reader, error) {
	r, err := newReader(ctx, path, file, c, l)
	if err != nil {
		file.Close()
		return nil, err
	}
	r.file = file
	return r, nil
}
