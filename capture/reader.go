package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// format decodes one capture format.
type format interface {
	// decode appends the frames of the records in the window to b, at most maxFrames, and consumes the records. If
	// the record at the window's position is incomplete, need is its size in bytes. On an error the position is that
	// of the malformed record.
	decode(w *window, b *Batch) (need int, err error)
	// record names the format's records in errors.
	record() string
}

// reader is the Source of one capture.
type reader struct {
	name     string
	in       *input
	win      window
	format   format
	counters *counters
	file     io.Closer // nil if the caller owns the underlying reader
	size     int64     // size of a regular file
	record   int       // maximum bytes of a record
	err      error
}

// NewReader returns a Source that reads one capture from r: pcap (draft-ietf-opsawg-pcap) or pcapng
// (draft-ietf-opsawg-pcapng), plain or compressed by gzip or zstd. It blocks until it has read the file header.
//
// The caller owns r and closes it after the Source. A done context interrupts a blocked Read of r if r has a
// SetReadDeadline method, as connections and pipes have; otherwise Next returns after the Read. Stats.Size is known
// if r is a regular file.
func NewReader(r io.Reader) (Source, error) {
	return single(newReader(context.Background(), "", r, &counters{}, Limits{}))
}

// single returns the Source of a reader that does not share its counters.
func single(r *reader, err error) (Source, error) {
	if err != nil {
		return nil, err
	}
	r.counters.size.Store(r.size)
	return r, nil
}

func newReader(ctx context.Context, name string, r io.Reader, c *counters, l Limits) (*reader, error) {
	in := newInput(r, &c.read)
	in.watch(ctx)
	src := &reader{name: name, in: in, counters: c}
	h := &head{r: in}
	src.record = l.record()
	err := h.decompress(l.window())
	if err == nil {
		src.format, err = h.detect(c)
	}
	if err != nil {
		in.release()
		return nil, src.fail(ctx, int64(len(h.b)), err)
	}
	size, regular := regularSize(r)
	src.size = size
	src.win = window{r: h.r, bulk: regular, base: h.start, tail: h.b, want: firstRead}
	return src, nil
}

func regularSize(r io.Reader) (size int64, regular bool) {
	f, ok := r.(*os.File)
	if !ok {
		return 0, false
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0, false
	}
	return info.Size(), true
}

func (r *reader) Next(ctx context.Context, b *Batch) error {
	b.Reset()
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.err != nil {
		return r.err
	}
	r.in.watch(ctx)
	r.win.attach(b)
	err := r.read(ctx, b)
	r.win.detach(b)
	r.counters.received.Add(uint64(len(b.Frames)))
	if err != nil && ctx.Err() == nil {
		r.err = err
		r.in.release()
	}
	if len(b.Frames) > 0 {
		return nil
	}
	return err
}

// read decodes until there is a frame.
func (r *reader) read(ctx context.Context, b *Batch) error {
	r.win.prefill()
	for {
		need, err := r.format.decode(&r.win, b)
		if err != nil {
			return &ReadError{r.name, r.win.offset(), err}
		}
		if len(b.Frames) > 0 {
			return nil
		}
		if need > r.record {
			return &ReadError{r.name, r.win.offset(), &LimitError{"a record", need, r.record}}
		}
		if err := r.win.fill(need); err != nil {
			return r.ended(ctx, err, need)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

func (r *reader) ended(ctx context.Context, err error, need int) error {
	if err != io.EOF {
		return r.fail(ctx, r.win.offset(), err)
	}
	if !r.win.partial() {
		return io.EOF
	}
	return &ReadError{r.name, r.win.offset(), cutShort(len(r.win.unread()), need, r.format.record())}
}

// fail distinguishes errors of the context, of the underlying reader and of a decompressor.
func (r *reader) fail(ctx context.Context, offset int64, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	switch {
	case errors.Is(err, ErrFormat) || errors.Is(err, ErrTruncated) || errors.As(err, new(*LimitError)):
	case errors.Is(err, errors.ErrUnsupported): // in a tiny build
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = fmt.Errorf("%w: %w of the compressed stream", ErrTruncated, err)
	case r.in.failed == nil && !errors.Is(err, io.ErrNoProgress):
		err = fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return &ReadError{r.name, offset, err}
}

func (r *reader) Stats() Stats { return r.counters.stats() }

// Close may be called while Next runs. It interrupts a blocked read of a pipe.
func (r *reader) Close() error {
	r.in.release()
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}
