package table

import "github.com/nfstream/nfstream-go/flow"

// The lists through the cores of a shard's flows, each from the latest to the earliest.
const (
	recency = iota // by last packet
	age            // by first packet
)

// list holds the ends of one, by slot, 0 for none.
type list struct{ head, tail uint32 }

// touch makes a flow the most recent one.
func (s *Shard) touch(slot uint32) {
	if s.lists[recency].head == slot {
		return
	}
	s.unlink(recency, slot)
	s.push(recency, slot)
}

// push makes a flow, which is not in the list, its head.
func (s *Shard) push(which int, slot uint32) {
	l := &s.lists[which]
	s.slab.Core(slot).Links[which] = flow.Link{Earlier: l.head}
	if l.head != 0 {
		s.slab.Core(l.head).Links[which].Later = slot
	} else {
		l.tail = slot
	}
	l.head = slot
}

// unlink takes a flow out of the list.
func (s *Shard) unlink(which int, slot uint32) {
	l, own := &s.lists[which], s.slab.Core(slot).Links[which]
	if own.Later != 0 {
		s.slab.Core(own.Later).Links[which].Earlier = own.Earlier
	} else {
		l.head = own.Earlier
	}
	if own.Earlier != 0 {
		s.slab.Core(own.Earlier).Links[which].Later = own.Later
	} else {
		l.tail = own.Later
	}
}
