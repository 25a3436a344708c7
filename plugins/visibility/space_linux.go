package visibility

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// procRoot is where the kernel tells of processes.
const procRoot = "/proc"

// space is a network namespace that is watched.
type space struct {
	number  uint32 // of the kernel's
	lookup  lookup // the keeper's
	packets *packets
	reader  *netlink // of the reader, which closes it
}

// openSpace opens what it takes to watch the namespace of the calling thread. Without packet sockets it has none, and
// the error is theirs.
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

// enterSpace is openSpace for the namespace of a process. A thread goes there, and ends with that.
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

// close ends the reader too.
func (s *space) close() {
	s.lookup.link.close()
	if s.packets != nil {
		s.packets.file.Close()
	}
}
