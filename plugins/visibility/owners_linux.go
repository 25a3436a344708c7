package visibility

import (
	"slices"
	"sync"
	"time"
)

const (
	mostActive    = 128                  // processes with recently found sockets, which are searched first
	mostLikely    = 2                    // of them, searched before new processes
	mostRecent    = 32                   // newest processes
	mostAncestors = 8                    // ancestors from which a socket may be inherited
	mostPending   = 1 << 16              // sockets that wait for a walk over all processes
	quickly       = 3 * time.Millisecond // time for the processes above
	mostQuickly   = 64                   // sockets to look for in them
	walkShare     = 10                   // a walk over all processes uses at most 1/walkShare of a core
)

// wanted is a socket with an unknown owner.
type wanted struct {
	pair  pair
	inode uint32
}

// holder is a process and descriptor that hold a socket.
type holder struct{ pid, descriptor int }

// relative is a process and its parent.
type relative struct {
	process *Process
	parent  int
}

// owners finds the process that holds a socket. It may be used by several goroutines, each with its own procfs.
type owners struct {
	sockets *table
	mu      sync.Mutex
	last    int   // the newest process or thread
	recent  []int // newest processes, the latest first
	active  []int // processes with found sockets, the latest first

	known, knownBefore map[uint32]holder // by inode, in two generations
	processes          map[int]relative

	pending map[uint32][]pair // by inode
	waiting int               // pairs in pending
	wake    chan struct{}
}

func newOwners(sockets *table) *owners {
	return &owners{sockets: sockets, wake: make(chan struct{}, 1), known: map[uint32]holder{},
		processes: map[int]relative{}, pending: map[uint32][]pair{}}
}

// find searches the likely owners of sockets: the former holder, new processes, and processes with recently found
// sockets. It adds the sockets that it finds to the table and leaves the others to walk. It reorders the sockets.
func (o *owners) find(fs *procfs, sockets []wanted) {
	if len(sockets) == 0 {
		return
	}
	sockets = o.findKnown(fs, sockets)
	begin := time.Now()
	if n := len(sockets); n > 0 && n <= mostQuickly {
		for _, pid := range o.candidates(fs) {
			if sockets = o.findIn(fs, pid, sockets); len(sockets) == 0 || time.Since(begin) > quickly {
				break
			}
		}
	}
	o.postpone(sockets)
}

// findKnown checks the former holders of sockets and returns the sockets that they no longer hold.
func (o *owners) findKnown(fs *procfs, sockets []wanted) []wanted {
	return slices.DeleteFunc(sockets, func(w wanted) bool {
		o.mu.Lock()
		h, ok := o.known[w.inode]
		if !ok {
			h, ok = o.knownBefore[w.inode]
		}
		o.mu.Unlock()
		return ok && fs.holds(h.pid, h.descriptor, w.inode) && o.assign(fs, h, w.inode, w.pair)
	})
}

// findIn searches a process and returns the sockets that it does not hold.
func (o *owners) findIn(fs *procfs, pid int, sockets []wanted) []wanted {
	var held []wanted
	var descriptors []int
	err := fs.sockets(pid, func(descriptor int, inode uint32) bool {
		for i := 0; i < len(sockets); i++ {
			if sockets[i].inode == inode {
				held, descriptors = append(held, sockets[i]), append(descriptors, descriptor)
				sockets = slices.Delete(sockets, i, i+1)
				i--
			}
		}
		return len(sockets) > 0
	})
	if err != nil {
		o.forget(pid)
	}
	for i, w := range held {
		if !o.assign(fs, holder{pid, descriptors[i]}, w.inode, w.pair) {
			sockets = append(sockets, w)
		}
	}
	return sockets
}

// assign adds the sockets of an inode to the table and reports whether their process still exists.
//
// An inherited socket belongs to the parent while the parent also holds it, so that a child that is about to execute
// another program does not become the owner.
func (o *owners) assign(fs *procfs, h holder, inode uint32, pairs ...pair) bool {
	r := o.relativeOf(fs, h.pid)
	for range mostAncestors {
		if r.parent <= 0 || !fs.holds(r.parent, h.descriptor, inode) {
			break
		}
		h.pid = r.parent
		r = o.relativeOf(fs, h.pid)
	}
	if r.process == nil {
		return false
	}
	o.mu.Lock()
	if len(o.known) < mostPending {
		o.known[inode] = h
	}
	o.active = toFront(o.active, h.pid, mostActive)
	o.mu.Unlock()
	now := time.Now().UnixNano()
	for _, p := range pairs {
		o.sockets.put(p, r.process, now)
	}
	return true
}

// relativeOf describes a process at the moment. Its parent may change.
func (o *owners) relativeOf(fs *procfs, pid int) relative {
	process := fs.describe(pid)
	o.mu.Lock()
	r, there := o.processes[pid]
	o.mu.Unlock()
	switch {
	case process == nil:
		return relative{}
	case there && *r.process == *process:
		return r
	}
	r = relative{process, fs.parent(pid)}
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.processes) < mostPending {
		o.processes[pid] = r
	}
	return r
}

// candidates returns the processes that are likely to hold a new socket, the likeliest first.
func (o *owners) candidates(fs *procfs) []int {
	last := fs.newest()
	o.mu.Lock()
	defer o.mu.Unlock()
	if last < o.last { // identifiers have wrapped around
		o.last = last
	}
	for id := max(o.last+1, last-2*mostRecent); id <= last; id++ {
		if fs.isProcess(id) {
			o.recent = toFront(o.recent, id, mostRecent)
		}
	}
	o.last = last
	most := min(len(o.active), mostLikely)
	pids := slices.Clone(o.active[:most])
	for _, list := range [...][]int{o.recent, o.active[most:]} {
		for _, pid := range list {
			if !slices.Contains(pids, pid) {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

func (o *owners) forget(pid int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	is := func(other int) bool { return other == pid }
	o.recent, o.active = slices.DeleteFunc(o.recent, is), slices.DeleteFunc(o.active, is)
	delete(o.processes, pid)
}

// toFront moves or adds n to the front of list, and cuts the list to most.
func toFront(list []int, n, most int) []int {
	at := slices.Index(list, n)
	if at < 0 {
		if at = len(list); at < most {
			list = append(list, n)
		} else {
			at--
		}
	}
	copy(list[1:at+1], list[:at])
	list[0] = n
	return list
}

// age forgets the holders of sockets that were not requested since the call before last.
func (o *owners) age() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.knownBefore, o.known = o.known, map[uint32]holder{}
	clear(o.processes)
}

// postpone leaves sockets to walk, within the limit.
func (o *owners) postpone(sockets []wanted) {
	if len(sockets) == 0 {
		return
	}
	o.mu.Lock()
	room := mostPending - o.waiting
	for _, w := range sockets[:min(room, len(sockets))] {
		o.pending[w.inode] = append(o.pending[w.inode], w.pair)
		o.waiting++
	}
	o.mu.Unlock()
	o.sockets.counters.dropped.Add(uint64(max(len(sockets)-room, 0)))
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// walk searches all processes, the latest first, for the postponed sockets, until it is stopped.
func (o *owners) walk(stop <-chan struct{}) {
	fs := &procfs{root: procRoot}
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-stop:
			return
		case <-o.wake:
		}
		begin := time.Now()
		o.walkOnce(fs)
		pause.Reset(time.Since(begin) * (walkShare - 1))
		select {
		case <-stop:
			return
		case <-pause.C:
		}
	}
}

func (o *owners) walkOnce(fs *procfs) {
	o.mu.Lock()
	pending := o.pending
	o.pending, o.waiting = map[uint32][]pair{}, 0
	o.mu.Unlock()
	for _, pid := range slices.Backward(fs.processes(nil)) {
		if len(pending) == 0 {
			return
		}
		var inodes []uint32
		var descriptors []int
		fs.sockets(pid, func(descriptor int, inode uint32) bool {
			if pending[inode] != nil {
				inodes, descriptors = append(inodes, inode), append(descriptors, descriptor)
			}
			return true
		})
		for i, inode := range inodes {
			if o.assign(fs, holder{pid, descriptors[i]}, inode, pending[inode]...) {
				delete(pending, inode)
			}
		}
	}
	for _, pairs := range pending {
		o.sockets.counters.unowned.Add(uint64(len(pairs)))
	}
}
