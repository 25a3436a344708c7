package table

import (
	"math"
	"sort"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7"
)

// Timeline is the clock at each of a run of frames; Base is the ordinal of the first. The clocks never go back.
type Timeline struct {
	Base   uint64
	Clocks []int64
}

// last returns the ordinal and the clock of the last frame.
func (t *Timeline) last() (seq uint64, clock int64) {
	i := len(t.Clocks) - 1
	return t.Base + uint64(i), t.Clocks[i]
}

// at returns the ordinal of the first frame after the given one at which the clock has reached due, which it has at the
// last frame.
func (t *Timeline) at(due int64, after uint64) uint64 {
	i := sort.Search(len(t.Clocks)-1, func(i int) bool { return t.Clocks[i] >= due })
	return max(t.Base+uint64(i), after+1)
}

// afterIdle orders active timeouts after the idle ones that are due at the same time.
const afterIdle = 1 << 63

// Due reports whether Expire might find anything.
func (s *Shard) Due(clock int64) bool { return clock >= s.nextDue }

// NextDue returns a clock before which Expire finds nothing, as long as no flow begins.
func (s *Shard) NextDue() int64 { return s.nextDue }

// Expire ends the flows that have timed out by the last frame of the timeline, in the order in which they did. The timeline
// starts at the latest with the first frame since the last call, since each ended flow records the frame at which it timed
// out. That frame comes after the flow's own, even with a timeout of zero. It reports whether more flows have timed out,
// beyond Config.MaxEnded: then it is called again after Swap has taken those that ended.
func (s *Shard) Expire(line *Timeline) (more bool) {
	seq, clock := line.last()
	for s.index.used > 0 {
		if s.cfg.MaxEnded > 0 && len(s.changes.Ended) >= s.cfg.MaxEnded {
			return true
		}
		idle := s.slab.Core(s.lists[recency].tail)
		old := s.slab.Core(s.lists[age].tail)
		slot, reason, own, e := s.lists[recency].tail, flow.Idle, idle.LastSeq, Ended{
			Due: due(idle.LastClock, s.cfg.Idle), Tie: idle.LastSeq}
		if due := due(old.BornClock, s.cfg.Active); due < e.Due {
			slot, reason, own, e = s.lists[age].tail, flow.Active, old.FirstSeq, Ended{Due: due, Tie: old.FirstSeq | afterIdle}
		}
		if e.Due > clock || own == seq {
			s.nextDue = e.Due
			return false
		}
		e.Trigger = line.at(e.Due, own)
		s.end(slot, reason, e)
	}
	s.nextDue = Never
	return false
}

// due returns the clock at which a timeout that runs since another clock is complete, or Never.
func due(since, timeout int64) int64 {
	if at := since + timeout; at >= since {
		return at
	}
	return Never
}

// Oldest returns the ordinal of the last frame of the least recent flow; ok is false when there is none.
func (s *Shard) Oldest() (seq uint64, ok bool) {
	if s.index.used == 0 {
		return 0, false
	}
	return s.slab.Core(s.lists[recency].tail).LastSeq, true
}

// Evict ends the least recent flow, to make room for that of the frame with the given ordinal.
func (s *Shard) Evict(seq uint64) {
	s.end(s.lists[recency].tail, flow.Evicted, Ended{Phase: PhaseEvict, Trigger: seq})
}

// First returns the ordinal of the first frame of the eldest flow; ok is false when there is none.
func (s *Shard) First() (seq uint64, ok bool) {
	if s.index.used == 0 {
		return 0, false
	}
	return s.slab.Core(s.lists[age].tail).FirstSeq, true
}

// EndFirst ends the eldest flow because the run ends. A timeout of 0 is complete with the flow's own packet, and is the
// reason then.
func (s *Shard) EndFirst(reason flow.EndReason) {
	switch {
	case s.cfg.Idle == 0:
		reason = flow.Idle
	case s.cfg.Active == 0:
		reason = flow.Active
	}
	s.end(s.lists[age].tail, reason, Ended{Trigger: math.MaxUint64, Tie: s.slab.Core(s.lists[age].tail).FirstSeq})
}

// end takes a flow out of the table and puts it among the ended. Its inspection ends, and Finish decides what it is.
func (s *Shard) end(slot uint32, reason flow.EndReason, e Ended) {
	r := s.slab.entry(slot)
	c := &r.Core
	c.Reason = uint8(reason)
	if reason == flow.Active {
		c.Expiration = 1
	}
	if s.engine != nil {
		s.engine.Stop(&r.app, s.slab.label(slot), &c.Key)
	}
	s.index.remove(uint32(s.hash(&c.Key)), slot)
	s.unlink(recency, slot)
	s.unlink(age, slot)
	e.Slot = slot
	s.changes.Ended = append(s.changes.Ended, e)
}

// Finishes reports whether Finish does anything.
func (s *Shard) Finishes() bool {
	return s.engine != nil || len(s.cfg.Hooks.Expire) > 0 || s.cfg.Hooks.Judge != nil
}

// Finish completes flows that have ended: the engine decides what they are, their risks are judged, and then the Expire hooks
// are called, so that these see what rows show. It is called once for what Swap returned, in that order, after the flows that began have their
// expectations (l7.Flow.Expect), and before Release. The shard is not used otherwise meanwhile.
func (s *Shard) Finish(ended []Ended) {
	hooks := s.cfg.Hooks.Expire
	for i := range ended {
		slot := ended[i].Slot
		if s.engine != nil {
			r := s.slab.entry(slot)
			s.engine.Decide(&r.app, &r.Key)
		}
		if s.cfg.Hooks.Judge != nil {
			s.judge(slot)
		}
		if len(hooks) == 0 {
			continue
		}
		s.slab.View(slot, &s.view)
		for _, h := range hooks {
			h(&s.view)
		}
	}
}

// judge lets Hooks.Judge complete the metadata of a flow that has ended, and counts what it adds.
func (s *Shard) judge(slot uint32) {
	s.slab.View(slot, &s.view)
	read := s.slab.label(slot)
	if s.engine == nil || !s.engine.Bounded() {
		s.cfg.Hooks.Judge(&s.view, read)
		return
	}
	before := (*read).Bytes()
	s.cfg.Hooks.Judge(&s.view, read)
	s.engine.Charge((*read).Bytes() - before)
}

// Swap exchanges what c holds for the changes since the last call, and keeps c's storage for those to come.
func (s *Shard) Swap(c *Changes) {
	*c, s.changes = s.changes, Changes{c.Births[:0], c.Expected[:0], c.Ended[:0]}
}

// Slab returns a view of the records, which shows every slot handed out so far.
func (s *Shard) Slab() Slab { return s.slab }

// Release frees the slots of ended flows. Their records are gone.
func (s *Shard) Release(ended []Ended) {
	if s.cfg.Limits.Memory > 0 && s.engine != nil {
		s.forget(ended)
	}
	for i := range ended {
		s.free = append(s.free, ended[i].Slot)
	}
}

// forget releases the labels of ended flows.
func (s *Shard) forget(ended []Ended) {
	for i := range ended {
		l := s.slab.label(ended[i].Slot)
		s.engine.Forget(*l)
		*l = nil
	}
}

// Shed returns how many flows were not inspected, or not to the end, because memory was short.
func (s *Shard) Shed() l7.Shed {
	if s.engine == nil {
		return l7.Shed{}
	}
	return s.engine.Shed()
}

// Changed reports whether there is anything for Swap.
func (s *Shard) Changed() bool {
	return len(s.changes.Births)+len(s.changes.Ended)+len(s.changes.Expected) > 0
}

// Births returns how many flows have begun since the last Swap.
func (s *Shard) Births() int { return len(s.changes.Births) }
