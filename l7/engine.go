package l7

import (
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
)

// Limits bound the inspection. TCP and UDP are how many payloads of a flow are inspected; a message that has started by then
// is read to its end, see MaxBeyond. Memory is how many bytes an Engine holds, labels included; 0 is no bound. Where Memory
// is 0, States is how many flows are inspected at once; further ones are not inspected; 0 is no bound.
type Limits struct{ TCP, UDP, Memory, States int }

// Engine inspects the flows of one shard. It is not safe for concurrent use.
type Engine struct {
	tables *Tables
	limits Limits

	states   []*state
	free     []uint32 // places in states
	sessions [][]Session
	ctx      Ctx
	possible set       // scratch
	order    []int     // scratch: the protocols to try
	rests    [2][]byte // of a handover, by direction
	expected []Expectation
	limiter  *memoryLimiter // nil without a bound of memory
	refused  uint64         // flows beyond Limits.States
}

// state is what inspection of an undecided flow needs: made at its first payload, given back once it is decided.
type state struct {
	dirs    [2]direction
	tried   [2]set // protocols that rejected a direction, TCP only
	session Session
	extras  *extras // nil where none was needed
	beyond  int32   // bytes of payloads beyond the limit
	proto   int16   // of session
	last    uint8   // the direction of the last bytes in order, counted from 1; 0 before any
	within  uint8   // handovers so far
}

// maxWithin bounds the protocols that are carried within one another.
const maxWithin = 3

// NewEngine returns an engine on the given tables.
func NewEngine(t *Tables, limits Limits) *Engine {
	e := &Engine{tables: t, limits: limits, sessions: make([][]Session, len(t.protos)),
		possible: make(set, t.words), order: make([]int, 0, len(t.protos))}
	if limits.Memory > 0 {
		e.limiter = &memoryLimiter{bound: limits.Memory}
	}
	return e
}

// Use inspects by other tables of the same protocols from now on, for flows under inspection too, up to the given numbers of
// payloads. It keeps the other limits. It is not called while another method runs.
func (e *Engine) Use(t *Tables, limits Limits) {
	if len(t.protos) != len(e.tables.protos) {
		panic("l7: Use of tables of other protocols")
	}
	e.tables, e.limits.TCP, e.limits.UDP = t, limits.TCP, limits.UDP
}

// Origin is where a direction's bytes start: the sequence number expected before the packet, and whether it is from a SYN.
type Origin struct {
	Next  uint32
	Begin bool
}

const protoTCP = 6

// Step inspects a payload of a flow that wants those of the packet's Direction, which is set.
func (e *Engine) Step(f *Flow, labels **metadata.Set, p *packet.Packet, from Origin) {
	e.expected = e.expected[:0]
	if e.limiter != nil && !e.admit(f, p.Time) {
		return
	}
	if f.state == 0 && e.limits.States > 0 && len(e.states)-len(e.free) >= e.limits.States {
		e.refused++
		f.flags |= decided
		return
	}
	s := e.state(f, labels)
	limit := e.limits.UDP
	e.ctx = Ctx{Dir: p.Direction & 1, Packet: p, SrcPort: p.Key.PortA, DstPort: p.Key.PortB, IPProtocol: p.Key.Proto,
		engine: e, flow: f, labels: labels, stream: p.Key.Proto == protoTCP, inner: s.within > 0}
	if p.Reverse {
		e.ctx.SrcPort, e.ctx.DstPort = e.ctx.DstPort, e.ctx.SrcPort
	}
	if e.ctx.stream {
		limit = e.limits.TCP
		e.segment(s, p, from)
	} else {
		e.datagram(s, p)
	}
	if f.payloads++; !f.Decided() && int(f.payloads) >= limit {
		e.goBeyond(f, s, int(f.payloads)-limit)
	}
	if e.limiter != nil {
		e.charge(f, labels, p.Time)
	}
}

// Stop ends the inspection of a flow that has ended. It has the given key. Decide comes next.
func (e *Engine) Stop(f *Flow, labels **metadata.Set, k *flowkey.Key) {
	if f.state != 0 {
		e.resume(f, labels)
		e.ctx.IPProtocol = k.Proto
		e.finish(f, e.states[f.state-1])
	}
	f.flags |= decided
}

// End is Stop and Decide, for a flow that was not expected to be anything.
func (e *Engine) End(f *Flow, labels **metadata.Set, k *flowkey.Key) {
	e.Stop(f, labels, k)
	e.Decide(f, k)
}

// resume prepares Ctx to end the inspection of a flow.
func (e *Engine) resume(f *Flow, labels **metadata.Set) {
	e.ctx = Ctx{engine: e, flow: f, labels: labels, stream: true, inner: e.states[f.state-1].within > 0}
}

// finish decides the flow: there is nothing more to inspect.
func (e *Engine) finish(f *Flow, s *state) {
	e.flush(s)
	if f.Decided() {
		return // by what was held
	}
	if s.session != nil {
		e.closeSession(s)
	}
	e.giveUp(f, s)
}

// giveUp decides a flow that no session reads. A weak match stands now.
func (e *Engine) giveUp(f *Flow, s *state) {
	if s.extras != nil && s.extras.weak != 0 && f.Protocol == 0 {
		e.takeWeak(f, int(s.extras.weak)-1)
	}
	e.giveBack(f, s)
}

// flush shows the bytes after gaps to the probes of an undecided flow.
func (e *Engine) flush(s *state) {
	for d := range s.dirs {
		for s.session == nil && s.dirs[d].skip() {
			e.ctx.Dir = uint8(d)
			e.drain(s, &s.dirs[d])
			if e.ctx.flow.Decided() {
				return
			}
		}
	}
}

func (e *Engine) giveBack(f *Flow, s *state) {
	f.flags |= decided
	place := f.state
	f.state = 0
	s.dirs[0].reset()
	s.dirs[1].reset()
	s.last, s.within, s.beyond = 0, 0, 0
	if s.extras != nil {
		s.extras.reset()
	}
	if e.limiter != nil && !e.limiter.release(place, len(e.free), s) {
		e.states[place-1] = nil
		return
	}
	e.free = append(e.free, place)
}

func (e *Engine) state(f *Flow, labels **metadata.Set) *state {
	if f.state != 0 {
		return e.states[f.state-1]
	}
	if len(e.free) == 0 {
		e.addState()
	}
	f.state = e.free[len(e.free)-1]
	e.free = e.free[:len(e.free)-1]
	if e.limiter != nil {
		e.limiter.take(f.state, f, labels)
	}
	s := e.states[f.state-1]
	clear(s.tried[0])
	clear(s.tried[1])
	return s
}

// addState makes a free state, in the place of a released one if there is any.
func (e *Engine) addState() {
	s := new(state)
	n := e.tables.words
	tried := make(set, 2*n)
	s.tried = [2]set{tried[:n:n], tried[n:]}
	if k := e.limiter; k != nil && len(k.empty) > 0 {
		place := k.empty[len(k.empty)-1]
		k.empty = k.empty[:len(k.empty)-1]
		e.states[place-1] = s
		e.free = append(e.free, place)
		return
	}
	e.states = append(e.states, s)
	e.free = append(e.free, uint32(len(e.states)))
}

// openSession gives the flow a session of the protocol.
func (e *Engine) openSession(s *state, proto int) {
	s.proto = int16(proto)
	if free := e.sessions[proto]; len(free) > 0 {
		s.session = free[len(free)-1]
		e.sessions[proto] = free[:len(free)-1]
		if e.limiter != nil {
			e.limiter.used -= holds(s.session) // it counts with the state now
		}
		return
	}
	s.session = e.tables.protos[proto].Session()
}

func (e *Engine) closeSession(s *state) {
	e.ctx.Data, e.ctx.Packet, e.ctx.proto = nil, nil, s.proto
	s.session.Close(&e.ctx)
	e.releaseSession(s)
}

// releaseSession takes the session from the flow, for another one.
func (e *Engine) releaseSession(s *state) {
	s.session.Reset()
	if e.limiter == nil || e.limiter.spare(len(e.sessions[s.proto]), s.session) {
		e.sessions[s.proto] = append(e.sessions[s.proto], s.session)
	}
	s.session = nil
	if s.extras != nil {
		s.extras.revocable = false
	}
}

// Busy returns the number of flows that are being inspected.
func (e *Engine) Busy() int {
	busy := len(e.states) - len(e.free)
	if e.limiter != nil {
		busy -= len(e.limiter.empty)
	}
	return busy
}
