package visibility

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// procRoot is the mount point of proc(5).
const procRoot = "/proc"

// space is a watched network namespace.
type space struct {
	number  uint32 // the kernel's number
	lookup  lookup // used by the keeper
	packets *packets
	reader  *netlink // owned by the reader, which closes it
}

// openSpace opens the sockets for watching the namespace of the calling thread. If packet sockets are not allowed,
// the space has none and openSpace also returns their error.
func openSpace(number uint32, l lookup, poll bool) (s *space, refused error, err error) {
	s = &space{number: number, lookup: l}
	if s.lookup.link, err = openNetlink(); err != nil {
		return nil, nil, err
	}
	if poll {
		return s, nil, nil
	}
	if s.packets, refused = openPackets(); refused != nil {
		return s, refused, nil
	}
	if s.reader, err = openNetlink(); err != nil {
		s.packets.file.Close()
		s.lookup.link.close()
		return nil, nil, err
	}
	return s, nil, nil
}

// enterSpace is openSpace for the namespace of a process. It uses a thread that ends afterwards.
func enterSpace(pid int, number uint32, l lookup, poll bool) (s *space, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		var f *os.File
		if f, err = os.Open(fmt.Sprintf("%s/%d/ns/net", procRoot, pid)); err != nil {
			return
		}
		defer f.Close()
		if err = unix.Setns(int(f.Fd()), unix.CLONE_NEWNET); err != nil {
			return
		}
		s, _, err = openSpace(number, l, poll)
	}()
	<-done
	return s, err
}

// close also ends the reader.
func (s *space) close() {
	s.lookup.link.close()
	if s.packets != nil {
		s.packets.file.Close()
	}
}
