package capture

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// deadliner is a reader with an interruptible Read: a pipe or a connection.
type deadliner interface {
	SetReadDeadline(time.Time) error
}

// input counts the bytes of the underlying reader and interrupts it when the context of Next is done.
type input struct {
	r      io.Reader
	count  *atomic.Int64
	failed error // other than io.EOF

	interrupted atomic.Bool // a deadline in the past has been set

	mu   sync.Mutex
	ctx  context.Context // of the current Next
	stop func() bool
}

func newInput(r io.Reader, count *atomic.Int64) *input {
	return &input{r: r, count: count, ctx: context.Background()}
}

// watch makes Read return when ctx is done, if the reader can be interrupted.
func (in *input) watch(ctx context.Context) {
	d, ok := in.r.(deadliner)
	in.mu.Lock()
	defer in.mu.Unlock()
	same := ctx.Done() == in.ctx.Done()
	in.ctx = ctx
	if same || !ok {
		return
	}
	in.unwatch()
	if ctx.Done() == nil {
		return
	}
	in.stop = context.AfterFunc(ctx, func() {
		in.interrupted.Store(true)
		_ = d.SetReadDeadline(time.Unix(1, 0))
	})
}

func (in *input) unwatch() {
	if in.stop != nil {
		in.stop()
		in.stop = nil
	}
}

// release forgets the context of the last watch.
func (in *input) release() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.unwatch()
	in.ctx = context.Background()
}

func (in *input) Read(p []byte) (int, error) {
	n, err := in.r.Read(p)
	in.count.Add(int64(n))
	if err == nil || err == io.EOF {
		return n, err
	}
	if errors.Is(err, os.ErrDeadlineExceeded) && in.interrupted.Load() {
		return n, in.resume()
	}
	in.failed = err
	return n, err
}

// resume makes the reader usable after an interruption. It returns nil if the interruption was for an earlier
// context.
func (in *input) resume() error {
	in.interrupted.Store(false)
	if err := in.r.(deadliner).SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.ctx.Err()
}
