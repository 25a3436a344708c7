package visibility

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/flowkey"
)

// slack is the maximum time between the last observation of a socket and a flow's first packet. A socket seen earlier
// may have been a different one with the same ports.
const slack = 15 * time.Second

// IP protocols with sockets.
const (
	protocolTCP = 6
	protocolUDP = 17
)

type address = [16]byte // IPv4 mapped, as in flowkey

// anyIPv4 is 0.0.0.0; the zero address is ::.
var anyIPv4 = func() (a address) { flowkey.PutIPv4(&a, make([]byte, 4)); return a }()

// pair identifies a socket by its local and its remote end. The remote end is zero if it is not connected.
type pair struct {
	local, remote         address
	localPort, remotePort uint16
	space                 uint16 // the watcher's number of the network namespace
	protocol              uint8
}

// bound returns the pair of an unconnected socket bound to an address.
func (p *pair) bound(local address) pair {
	return pair{local: local, localPort: p.localPort, space: p.space, protocol: p.protocol}
}

// owned is a socket in the table.
type owned struct {
	process *Process
	seen    int64 // time of the last observation, nanoseconds since the Unix epoch
}

// table stores sockets and their owners, with bounds of number and age. It is safe for concurrent use.
//
// It has two generations: sockets are added to the young one, which periodically replaces the old one.
type table struct {
	mu         sync.RWMutex
	young, old map[pair]owned
	most       int // sockets of a generation
	keep       time.Duration
	turned     time.Time
	homes      atomic.Pointer[map[address]uint16] // local addresses and their namespaces
	counters   *counters
}

func newTable(sockets int, keep time.Duration, c *counters) *table {
	t := &table{young: map[pair]owned{}, most: max(sockets/2, 1), keep: keep, turned: time.Now(), counters: c}
	t.homes.Store(&map[address]uint16{})
	return t
}

// keepFor sets the minimum time for keeping sockets.
func (t *table) keepFor(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keep = max(t.keep, d)
}

// isLoopback reports whether a is in 127.0.0.0/8 or ::1, which always belong to the watcher's namespace.
func isLoopback(a *address) bool {
	if a[12] == 127 && [12]byte(a[:12]) == [12]byte(anyIPv4[:12]) {
		return true
	}
	return *a == address{15: 1}
}

// home returns the namespace of an address of this host.
func (t *table) home(a *address) (space uint16, local bool) {
	if isLoopback(a) {
		return 0, true
	}
	space, local = (*t.homes.Load())[*a]
	return space, local
}

// pairOf returns the socket of a flow, which may not exist: at its source if that is local, else at its destination.
func (t *table) pairOf(f *nfstream.Flow) (p pair, local bool) {
	k, reverse := f.Key()
	if k.Proto != protocolTCP && k.Proto != protocolUDP {
		return p, false
	}
	p = pair{local: k.A, remote: k.B, localPort: k.PortA, remotePort: k.PortB, protocol: k.Proto}
	if reverse {
		p.turn()
	}
	if p.space, local = t.home(&p.local); local {
		return p, true
	}
	p.turn()
	p.space, local = t.home(&p.local)
	return p, local
}

func (p *pair) turn() {
	p.local, p.remote, p.localPort, p.remotePort = p.remote, p.local, p.remotePort, p.localPort
}

// find returns the owner of the connected socket if it was seen at that time or later, else of a socket bound to the
// address and port or only to the port. It returns nil if none is known.
func (t *table) find(p *pair, since int64) *Process {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if o := t.get(p); o.process != nil && o.seen >= since {
		return o.process
	}
	for _, local := range [...]address{p.local, anyIPv4, {}} {
		b := p.bound(local)
		if o := t.get(&b); o.process != nil {
			return o.process
		}
	}
	return nil
}

// seenSince reports whether exactly that socket was seen at that time or later.
func (t *table) seenSince(p *pair, since int64) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.get(p).seen >= since
}

func (t *table) get(p *pair) owned {
	if o, ok := t.young[*p]; ok {
		return o
	}
	return t.old[*p]
}

// put stores the owner of a socket.
func (t *table) put(p pair, process *Process, now int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, there := t.young[p]; !there && len(t.young) >= t.most {
		t.counters.evicted.Add(uint64(len(t.old)))
		t.turn()
	}
	t.young[p] = owned{process, now}
}

// age drops the old generation if it is due and reports whether it did. The caller then puts existing sockets again.
func (t *table) age() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if time.Since(t.turned) < t.keep {
		return false
	}
	t.turn()
	return true
}

func (t *table) turn() {
	t.old, t.young, t.turned = t.young, make(map[pair]owned, len(t.young)/2), time.Now()
}
