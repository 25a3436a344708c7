package l7

import (
	"unsafe"

	"github.com/nfstream/nfstream-go/internal/heap"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Holder is a Session that reports how much memory it takes with its buffers, in bytes. Others count with sessionBytes.
type Holder interface{ Holds() int }

const (
	stateBytes   = int(unsafe.Sizeof(state{})) + int(unsafe.Sizeof(usage{}))
	segmentBytes = int(unsafe.Sizeof(segment{}))
	sessionBytes = 2 << 10
	// firstBytes is what a flow may need at its first payload. With less memory left, it is not inspected.
	firstBytes = stateBytes + 3<<10
	// idleFor is how long a flow has no payload, in nanoseconds of capture time, until its inspection may end in favour of
	// a new flow's.
	idleFor = 1e9
	// spares is how many states are kept for later flows, and spareSessions how many sessions of each protocol.
	spares, spareSessions = 16, 2
	// LeastMemory is the least Limits.Memory with which an Engine is of use.
	LeastMemory = 128 << 10
)

// Shed counts the flows that were not inspected, or not to the end, because memory was short.
type Shed struct {
	Refused  uint64 // not inspected at all
	CutShort uint64 // not inspected to the end
}

// Add adds the counts of another engine.
func (s *Shed) Add(o Shed) {
	s.Refused += o.Refused
	s.CutShort += o.CutShort
}

// memoryLimiter counts the memory of an engine with a bound. When memory is short, it refuses to inspect new flows, unless
// flows that were idle for idleFor can give way. When inspection exceeds the bound, it ends that of the flows that were idle
// longest. The cost of a flow does not depend on their number.
type memoryLimiter struct {
	bound, used int // bytes: of states with their buffers, sessions, and labels of flows that are not forgotten
	usages      []usage
	empty       []uint32 // places of released states
	latest      uint32   // place of the state used last, counted from 1; 0 for none
	earliest    uint32
	shed        Shed
}

// usage is what a memoryLimiter records of a state, at the same place.
type usage struct {
	flow           *Flow
	labels         **metadata.Set
	seen           int64 // capture time of the last payload
	bytes          int   // counted in used
	later, earlier uint32
}

// Shed returns what was shed so far.
func (e *Engine) Shed() Shed {
	if e.limiter == nil {
		return Shed{Refused: e.refused}
	}
	return e.limiter.shed
}

// Used returns how many bytes an engine with a bound holds.
func (e *Engine) Used() int {
	if e.limiter == nil {
		return 0
	}
	return e.limiter.used
}

// Forget stops counting the metadata of a flow that has ended. Its owner drops it.
func (e *Engine) Forget(l *metadata.Set) {
	if e.limiter != nil && l != nil {
		e.limiter.used -= l.Bytes()
	}
}

// admit reports whether there is room to inspect a flow, which it makes where it can. One without is decided.
func (e *Engine) admit(f *Flow, now int64) bool {
	k := e.limiter
	if f.state != 0 || k.used+firstBytes <= k.bound {
		return true
	}
	for k.earliest != 0 && now-k.usages[k.earliest-1].seen >= idleFor {
		e.cut()
		if k.used+firstBytes <= k.bound {
			return true
		}
	}
	k.shed.Refused++
	f.flags |= decided
	return false
}

// cut ends the inspection that was idle longest.
func (e *Engine) cut() {
	k := e.limiter
	c := k.usages[k.earliest-1]
	k.shed.CutShort++
	e.resume(c.flow, c.labels)
	e.finish(c.flow, e.states[c.flow.state-1])
}

// charge counts what a state has come to hold with a payload, and ends inspections while there is too much.
func (e *Engine) charge(f *Flow, labels **metadata.Set, now int64) {
	k := e.limiter
	if f.state != 0 {
		k.unlink(f.state)
		k.push(f.state)
		c := &k.usages[f.state-1]
		c.flow, c.labels, c.seen = f, labels, now
		k.count(f.state, e.states[f.state-1].bytes()+(*labels).Bytes())
	}
	for k.used > k.bound && k.earliest != 0 {
		e.cut()
	}
}

// count takes how many bytes a state holds.
func (k *memoryLimiter) count(place uint32, bytes int) {
	c := &k.usages[place-1]
	k.used += bytes - c.bytes
	c.bytes = bytes
}

// take notes a state that a flow gets.
func (k *memoryLimiter) take(place uint32, f *Flow, labels **metadata.Set) {
	if int(place) > len(k.usages) {
		k.usages = append(k.usages, usage{})
	}
	c := &k.usages[place-1]
	c.flow, c.labels = f, labels
	k.push(place)
}

// release takes a state from its flow. The labels stay. It reports whether the state is to be kept for another flow.
func (k *memoryLimiter) release(place uint32, kept int, s *state) bool {
	k.unlink(place)
	c := &k.usages[place-1]
	k.used += (*c.labels).Bytes()
	c.flow, c.labels = nil, nil
	if kept < spares {
		k.count(place, s.bytes())
		return true
	}
	k.count(place, 0)
	k.empty = append(k.empty, place)
	return false
}

// spare reports whether a session is to be kept for another flow, where a number of its protocol are kept already.
func (k *memoryLimiter) spare(kept int, s Session) bool {
	if kept >= spareSessions {
		return false
	}
	k.used += holds(s)
	return true
}

func (k *memoryLimiter) push(place uint32) {
	c := &k.usages[place-1]
	c.later, c.earlier = 0, k.latest
	if k.latest != 0 {
		k.usages[k.latest-1].later = place
	} else {
		k.earliest = place
	}
	k.latest = place
}

func (k *memoryLimiter) unlink(place uint32) {
	c := &k.usages[place-1]
	if c.later != 0 {
		k.usages[c.later-1].earlier = c.earlier
	} else {
		k.latest = c.earlier
	}
	if c.earlier != 0 {
		k.usages[c.earlier-1].later = c.later
	} else {
		k.earliest = c.later
	}
}

// bytes returns how much memory the state takes, with its buffers and its session.
func (s *state) bytes() int {
	n := stateBytes + 8*(cap(s.tried[0])+cap(s.tried[1]))
	for i := range s.dirs {
		d := &s.dirs[i]
		n += allocated(cap(d.prefix)) + d.late.bytes()
	}
	if s.session != nil {
		n += holds(s.session)
	}
	return n + s.extras.bytes()
}

func (l *backlog) bytes() int {
	if l == nil {
		return 0
	}
	n := allocated(int(unsafe.Sizeof(*l))) + allocated(cap(l.held)*segmentBytes) + allocated(2*cap(l.marks))
	for i := range l.held {
		n += allocated(cap(l.held[i].data))
	}
	return n
}

func holds(s Session) int {
	if h, ok := s.(Holder); ok {
		return h.Holds()
	}
	return sessionBytes
}

func allocated(n int) int { return heap.Bytes(n) }
