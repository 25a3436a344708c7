package table

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
)

// Shard holds the flows of one worker. It is not safe for concurrent use.
//
// Flows enter and leave in the goroutine that calls Process. The changes wait for Swap. A flow that has ended keeps its slot
// until Release; Finish completes its record.
type Shard struct {
	cfg   Config
	slab  Slab
	index index

	lists   [lists]list
	free    []uint32
	nextDue int64 // no timeout is due before

	engine *l7.Engine // nil if no payload is inspected
	spare  []*record.RTP

	changes Changes
	view    flow.Flow // what hooks see
	hooked  bool
	ignores bool // parts of keys
}

// IP protocol numbers.
const (
	protoICMP   = 1
	protoTCP    = 6
	protoICMPv6 = 58
)

// NewShard returns an empty shard.
func NewShard(cfg Config) *Shard {
	s := &Shard{cfg: cfg, index: newIndex(cfg.Room), nextDue: Never, ignores: cfg.Ignored != flowkey.Ignored{}}
	s.slab.cfg = &cfg // not the shard's own, which Reconfigure writes
	if cfg.Protocols != nil {
		s.engine = l7.NewEngine(cfg.Protocols, cfg.Limits)
	}
	s.hooked = len(cfg.Hooks.Init)+len(cfg.Hooks.Update) > 0
	return s
}

// Len returns the number of flows alive.
func (s *Shard) Len() int { return int(s.index.used) }

// Has reports whether the packet's flow is alive.
func (s *Shard) Has(p *packet.Packet) bool { return s.find(p) != 0 }

// Process accounts for the decoded frame with the ordinal seq. It creates the flow of the packet if there is none, and sets
// the packet's Direction. The clock is the latest capture time of any frame so far, in nanoseconds since the Unix epoch. It
// is before Never and never goes back. Expire is called for it first.
func (s *Shard) Process(p *packet.Packet, seq uint64, clock int64) {
	slot := s.find(p)
	born := slot == 0
	if born {
		slot = s.create(p, seq, clock)
	} else {
		s.touch(slot)
	}
	r := s.slab.entry(slot)
	c := &r.Core
	p.Direction = flow.SrcToDst
	if p.Reverse != c.Reverse {
		p.Direction = flow.DstToSrc
	}
	s.count(slot, c, p)
	inspect := s.engine != nil && r.app.Wants(p.Direction) && p.Payload < p.End && !p.Fragment && inspected(c.Key.Proto)
	var origin l7.Origin
	if inspect {
		origin.Next, origin.Begin = c.Next(p.Direction)
	}
	c.Count(p, seq, clock)
	if inspect {
		s.engine.Step(&r.app, s.slab.label(slot), p, origin)
		for _, x := range s.engine.Expected() {
			s.changes.Expected = append(s.changes.Expected, Expected{x, seq, clock})
		}
	}
	if s.slab.first != nil && born && r.app.Recognised() {
		*s.slab.firstOf(slot) = r.app.Label()
	}
	if s.cfg.Content == RiskyContent {
		i := slot - 1
		s.slab.content[i>>chunkBits][i&chunkMask].CountForRisks(p, known(&r.app))
	}
	if s.slab.rtp != nil {
		s.followRTP(slot, r, p)
	}
	if s.hooked {
		s.callHooks(slot, c, p, born)
	}
}

// known reports whether payloads have shown for certain what a flow is.
func known(f *l7.Flow) bool { return f.Confidence == l7.ByInspection || f.Confidence == l7.ByShape }

// inspected reports whether the payload of a protocol is inspected. A message of ICMP carries what others sent.
func inspected(proto uint8) bool { return proto != protoICMP && proto != protoICMPv6 }

func (s *Shard) find(p *packet.Packet) uint32 {
	tag := uint32(p.Hash)
	for i := tag & s.index.mask; ; i = (i + 1) & s.index.mask {
		e := s.index.entries[i]
		if e == 0 {
			return 0
		}
		if uint32(e>>32) != tag {
			continue
		}
		if k := &s.slab.Core(uint32(e)).Key; k.Equal(&p.Key) || s.ignores && k.EqualWithout(&p.Key, s.cfg.Ignored) {
			return uint32(e)
		}
	}
}

// hash returns the hash of the packets of a flow with the given key.
func (s *Shard) hash(k *flowkey.Key) uint64 {
	if s.ignores {
		return k.HashWithout(s.cfg.Ignored)
	}
	return k.Hash()
}

func (s *Shard) create(p *packet.Packet, seq uint64, clock int64) uint32 {
	if len(s.free) == 0 {
		s.addSlots()
	}
	slot := s.free[len(s.free)-1]
	s.free = s.free[:len(s.free)-1]
	r := s.slab.entry(slot)
	r.Start(p, seq, clock)
	r.app = l7.Flow{}
	if s.slab.rtp != nil {
		s.dropRTP(slot)
	}
	s.slab.clear(slot)
	s.index.insert(uint32(p.Hash), slot)
	s.push(recency, slot)
	s.push(age, slot)
	s.changes.Births = append(s.changes.Births, Birth{seq, slot})
	s.nextDue = min(s.nextDue, due(clock, min(s.cfg.Idle, s.cfg.Active)))
	return slot
}

func (s *Shard) addSlots() {
	last := s.slab.created
	s.slab.grow()
	for slot := s.slab.created; slot > last; slot-- {
		s.free = append(s.free, slot)
	}
}

// count accounts for a packet in the parts of the record that were asked for.
func (s *Shard) count(slot uint32, c *record.Core, p *packet.Packet) {
	i := slot - 1
	chunk, at := i>>chunkBits, int(i&chunkMask)
	if s.slab.stats != nil {
		s.slab.stats[chunk][at].Count(c, p)
	}
	if s.slab.cut != nil {
		s.slab.cut[chunk][at].Count(c, p)
	}
	if s.slab.extra != nil {
		s.slab.extra[chunk][at].Count(c, p, s.cfg.Accounting)
	}
	if s.slab.syns != nil && c.Key.Proto == protoTCP {
		s.slab.syns[chunk][at].Count(p)
	}
	if s.slab.gaps != nil && c.Key.Proto == protoTCP {
		s.slab.gaps[chunk][at].Count(c, p)
	}
	if s.slab.signs != nil {
		s.slab.signs[chunk][at].Count(p)
	}
	if s.cfg.Content == WholeContent {
		s.slab.content[chunk][at].Count(p)
	}
	if n := s.cfg.SPLT; n > 0 {
		record.CountSplit(s.slab.split[chunk][at*n:at*n+n], c, p, s.cfg.Accounting)
	}
}

func (s *Shard) callHooks(slot uint32, c *record.Core, p *packet.Packet, born bool) {
	hooks := s.cfg.Hooks.Update
	if born {
		hooks = s.cfg.Hooks.Init
	}
	s.slab.View(slot, &s.view)
	for _, h := range hooks {
		h(p, &s.view)
	}
	if c.Ending() {
		s.end(slot, flow.Plugin, Ended{Phase: PhaseOwn, Trigger: c.LastSeq})
	}
}
