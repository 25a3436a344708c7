package visibility

import (
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

const (
	mostAsks   = 1024
	mostSpaces = 64
	upkeep     = time.Second // interval of checks of addresses, namespaces and counters
	recheck    = 10          // upkeeps between checks of the namespaces of all processes, not only new ones
)

// watcher finds sockets and adds them to a table until it is closed.
type watcher struct {
	sockets *table
	owners  *owners
	asks    chan pair
	stop    chan struct{}
	once    sync.Once
	running sync.WaitGroup
	missing error
}

func newWatcher(sockets *table, o Options) (*watcher, error) {
	w := &watcher{sockets: sockets, owners: newOwners(sockets), asks: make(chan pair, mostAsks),
		stop: make(chan struct{})}
	k := &keeper{watcher: w, fs: &procfs{root: procRoot}, poll: o.Poll, alone: o.OwnNamespace}
	own := k.fs.networkOf(procRoot + "/thread-self/ns/net")
	s, refused, err := openSpace(own, lookup{sockets: sockets, owners: w.owners, fs: k.fs}, o.Poll)
	if err != nil {
		if errors.Is(err, unix.EPROTONOSUPPORT) || errors.Is(err, unix.EAFNOSUPPORT) {
			return nil, fmt.Errorf("%w: %w", ErrNotSupported, err)
		}
		return nil, fmt.Errorf("visibility: %w", err)
	}
	if err := s.lookup.link.all(familyIPv4, protocolTCP, 1<<stateListen, func(socket) {}); err != nil {
		s.close()
		return nil, fmt.Errorf("%w: sock_diag: %w", ErrNotSupported, err)
	}
	w.missing = missing(refused, !o.OwnNamespace)
	k.poll, k.alone = k.poll || refused != nil, k.alone || lacks(unix.CAP_SYS_ADMIN)
	k.spaces = map[uint16]*space{0: s}
	k.homes()
	w.start(func() { w.owners.walk(w.stop) })
	k.read(0)
	w.start(k.run)
	return w, nil
}

func (w *watcher) start(f func()) {
	w.running.Add(1)
	go func() {
		defer w.running.Done()
		f()
	}()
}

// ask requests a lookup of the socket, if the queue has space.
func (w *watcher) ask(p pair) {
	select {
	case w.asks <- p:
	default:
		w.sockets.counters.dropped.Add(1)
	}
}

func (w *watcher) close() error {
	w.once.Do(func() { close(w.stop) })
	w.running.Wait()
	return nil
}

// missing returns the missing capabilities.
func missing(packets error, others bool) error {
	var all []error
	if packets != nil {
		all = append(all, fmt.Errorf("without CAP_NET_RAW short connections are missed: %w", packets))
	}
	if lacks(unix.CAP_SYS_PTRACE) {
		all = append(all, errors.New("without CAP_SYS_PTRACE processes of other users are not seen"))
	}
	if others && lacks(unix.CAP_SYS_ADMIN) {
		all = append(all, errors.New("without CAP_SYS_ADMIN network namespaces of containers are not seen"))
	}
	return errors.Join(all...)
}

func lacks(capability int) bool {
	var has [2]unix.CapUserData
	err := unix.Capget(&unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, &has[0])
	return err != nil || has[capability/32].Effective&(1<<(capability%32)) == 0
}

// keeper maintains the data of a watcher and handles its requests. It is one goroutine.
type keeper struct {
	*watcher
	fs          *procfs
	poll, alone bool
	spaces      map[uint16]*space
	networks    map[int]uint32 // by process
	upkeeps     int
}

func (k *keeper) run() {
	defer func() {
		for id := range k.spaces {
			k.spaces[id].close()
		}
	}()
	k.dump(maxTime)
	k.upkeep()
	regular := time.NewTicker(upkeep)
	defer regular.Stop()
	poll := time.NewTimer(pollSoon)
	defer poll.Stop()
	if !k.poll {
		poll.Stop()
	}
	for {
		select {
		case <-k.stop:
			return
		case p := <-k.asks:
			k.answer(p)
		case <-regular.C:
			k.upkeep()
		case <-poll.C:
			poll.Reset(k.pollOnce())
		}
	}
}

// maxTime is later than any observation of a socket.
const maxTime = int64(^uint64(0) >> 1)

// Intervals of polling: short, but at most 1/pollShare of a core, and with an upper bound.
const (
	pollSoon  = 5 * time.Millisecond
	pollLate  = 20 * time.Millisecond
	pollShare = 20
)

func (k *keeper) pollOnce() (pause time.Duration) {
	begin := time.Now()
	k.dump(begin.Add(-k.sockets.keep / 2).UnixNano())
	return min(max(time.Since(begin)*pollShare, pollSoon), pollLate)
}

func (k *keeper) dump(since int64) {
	for _, s := range k.spaces {
		s.lookup.dump(since)
	}
}

// answer looks up the sockets that hooks requested.
func (k *keeper) answer(p pair) {
	for range mostAtOnce {
		if s := k.spaces[p.space]; s != nil {
			k.sockets.counters.noticed.Add(1)
			if s.lookup.ask(p, 0) {
				k.sockets.counters.gone.Add(1)
			}
		}
		select {
		case p = <-k.asks:
			continue
		default:
		}
		break
	}
	for _, s := range k.spaces {
		s.lookup.resolve()
	}
}

func (k *keeper) upkeep() {
	if !k.alone {
		k.findSpaces()
	}
	k.homes()
	for _, s := range k.spaces {
		if s.packets != nil {
			k.sockets.counters.dropped.Add(s.packets.dropped())
		}
	}
	if k.sockets.age() {
		k.owners.age()
		k.dump(maxTime)
	}
}

// homes finds the local addresses and their namespaces. An address in several namespaces belongs to the first.
func (k *keeper) homes() {
	homes := map[address]uint16{}
	for id, s := range k.spaces {
		err := s.lookup.link.addresses(func(a address) {
			if other, there := homes[a]; !there || id < other {
				homes[a] = id
			}
		})
		if err != nil {
			k.sockets.counters.errors.Add(1)
		}
	}
	if !maps.Equal(homes, *k.sockets.homes.Load()) {
		k.sockets.homes.Store(&homes)
	}
}

// findSpaces finds the network namespaces of processes, and releases those without processes.
func (k *keeper) findSpaces() {
	before := k.networks
	if k.upkeeps++; k.upkeeps%recheck == 0 {
		before = nil
	}
	k.networks = make(map[int]uint32, len(before))
	alive := map[uint32]int{}
	for _, pid := range k.fs.processes(nil) {
		number, ok := before[pid]
		if !ok {
			number = k.fs.network(pid)
		}
		k.networks[pid] = number
		alive[number] = pid
	}
	delete(alive, 0)
	for id, s := range k.spaces {
		if _, there := alive[s.number]; id != 0 && !there {
			s.close()
			delete(k.spaces, id)
		}
		delete(alive, s.number)
	}
	for number, pid := range alive {
		k.enter(number, pid)
	}
}

// enter starts watching another namespace, within the limit.
func (k *keeper) enter(number uint32, pid int) {
	for id := uint16(1); id < mostSpaces; id++ {
		if k.spaces[id] != nil {
			continue
		}
		s, err := enterSpace(pid, number, lookup{sockets: k.sockets, owners: k.owners, fs: k.fs, space: id}, k.poll)
		if err != nil {
			k.sockets.counters.errors.Add(1)
			return
		}
		k.spaces[id] = s
		k.homes()
		k.read(id)
		s.lookup.dump(maxTime)
		return
	}
}

// read starts a goroutine that reads the packets of a namespace.
func (k *keeper) read(id uint16) {
	s := k.spaces[id]
	if s.packets == nil {
		return
	}
	r := &reader{lookup: s.lookup, packets: s.packets}
	r.link, r.fs, r.found = s.reader, &procfs{root: procRoot}, nil
	k.start(r.run)
}
