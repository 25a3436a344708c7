package gopacketengine

import (
	"fmt"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/packet"
)

// slack is how much later than its timeout a block may be handed over.
const slack = 10 * time.Millisecond

// watcher asks the kernel about interfaces of the network namespace in which it was made, from any thread.
type watcher struct {
	mu    sync.Mutex
	fd    int // -1 once it is closed
	links map[int]packet.LinkType
}

func newWatcher() (*watcher, error) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("interfaces: %w", err)
	}
	return &watcher{fd: fd, links: map[int]packet.LinkType{}}, nil
}

func (w *watcher) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fd >= 0 {
		unix.Close(w.fd)
	}
	w.fd = -1
}

// linkOf returns the link type of an interface by its index.
func (w *watcher) linkOf(index int) packet.LinkType {
	w.mu.Lock()
	defer w.mu.Unlock()
	link, ok := w.links[index]
	if ok {
		return link
	}
	link = undecodable
	request, err := unix.NewIfreq("-")
	if err == nil {
		request.SetUint32(uint32(index))
		err = unix.IoctlIfreq(w.fd, unix.SIOCGIFNAME, request)
	}
	if err == nil {
		err = unix.IoctlIfreq(w.fd, unix.SIOCGIFHWADDR, request)
	}
	if err == nil {
		link, _ = live.LinkOf(request.Uint16())
	}
	w.links[index] = link
	return link
}

// explain returns why a handle has failed.
func (w *watcher) explain(name string, err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	request, e := unix.NewIfreq(name)
	if name == "" || e != nil {
		return err
	}
	switch e := unix.IoctlIfreq(w.fd, unix.SIOCGIFFLAGS, request); {
	case e == unix.ENODEV:
		return fmt.Errorf("%w: %s", live.ErrInterfaceGone, name)
	case e == nil && request.Uint16()&unix.IFF_UP == 0:
		return fmt.Errorf("%w: %s", live.ErrInterfaceDown, name)
	}
	return fmt.Errorf("%s: %w", name, err)
}
