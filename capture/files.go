package capture

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
)

// OpenFile opens one capture file, in any format that NewReader supports.
func OpenFile(path string) (Source, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return single(fileReader(context.Background(), path, file, &counters{}, Limits{}))
}

// Open opens several inputs as one Source, in the given order. A name is a capture file, a folder, or "-" for
// standard input ("./-" is a file with that name). In a folder, Open reads the regular files directly in it, by name.
// It skips files that are no captures, and names that begin with a dot.
//
// Open returns an error for a name that is missing, unreadable or not a capture, and for a folder without captures.
// It opens standard input, pipes and devices only in their turn. At most one file is open at a time. After an error
// in a file, reading continues with the next file. At the end Next returns these errors, joined, instead of io.EOF.
// Stats cover all files; Size is 0 if that of any file is unknown.
//
// On Linux, a done context interrupts a blocked read of a pipe on standard input. Elsewhere Next returns after the
// read.
func Open(names ...string) (Source, error) { return OpenWithin(Limits{}, names...) }

// OpenWithin is Open with memory limits. If an input needs more, OpenWithin or Next returns an error that wraps a
// *LimitError.
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

	mu      sync.Mutex // guards the fields that Close uses
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

// Begin opens the first input if opening it may block, such as standard input or a pipe. The error is that of Next.
// If other inputs follow, there is no error and Next continues with them.
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

// read reads frames of the current file, or opens the next one.
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
	r, err := fileReader(ctx, path, file, &f.counters, f.limits)
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

// fileReader is a reader that closes its file.
func fileReader(ctx context.Context, path string, file *os.File, c *counters, l Limits) (*reader, error) {
	r, err := newReader(ctx, path, file, c, l)
	if err != nil {
		file.Close()
		return nil, err
	}
	r.file = file
	return r, nil
}
