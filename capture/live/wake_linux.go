package live

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// waker waits for sockets and can be woken from another goroutine. Sockets wake it once per delivered block
// (edge-triggered); poll would report a block repeatedly while a batch holds it.
type waker struct {
	epoll  int
	events []unix.EpollEvent

	done <-chan struct{} // done channel of the context that wakes it
	stop func() bool

	mu    sync.Mutex
	event int // -1 when it is closed
}

const wakeEvent = -1

func newWaker(fds []int) (*waker, error) {
	w := &waker{epoll: -1, event: -1, events: make([]unix.EpollEvent, len(fds)+1)}
	var err error
	if w.epoll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return nil, err
	}
	if w.event, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err == nil {
		err = w.add(w.event, wakeEvent)
	}
	for i := 0; i < len(fds) && err == nil; i++ {
		err = w.add(fds[i], i)
	}
	if err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *waker) add(fd, number int) error {
	return unix.EpollCtl(w.epoll, unix.EPOLL_CTL_ADD, fd,
		&unix.EpollEvent{Events: unix.EPOLLIN | unix.EPOLLERR | unix.EPOLLET, Fd: int32(number)})
}

// wake ends the wait, or the next one.
func (w *waker) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.event >= 0 {
		unix.Write(w.event, []byte{1, 0, 0, 0, 0, 0, 0, 1})
	}
}

// follow makes the context wake the waker when it is done. It replaces an earlier context.
func (w *waker) follow(ctx context.Context) {
	if ctx.Done() == w.done {
		return
	}
	w.unfollow()
	if w.done = ctx.Done(); w.done != nil {
		w.stop = context.AfterFunc(ctx, w.wake)
	}
}

func (w *waker) unfollow() {
	if w.stop != nil {
		w.stop()
	}
	w.done, w.stop = nil, nil
}

// wait waits for at most the given time, and calls failed for sockets with an error.
func (w *waker) wait(most time.Duration, failed func(number int) error) error {
	n, err := unix.EpollWait(w.epoll, w.events, int((most + time.Millisecond - 1).Milliseconds()))
	if errors.Is(err, unix.EINTR) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range w.events[:n] {
		if e.Fd != wakeEvent && e.Events&unix.EPOLLERR != 0 {
			if err := failed(int(e.Fd)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *waker) close() {
	w.unfollow()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, fd := range []int{w.epoll, w.event} {
		if fd >= 0 {
			unix.Close(fd)
		}
	}
	w.epoll, w.event = -1, -1
}
