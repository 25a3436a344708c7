package table

// The lists through the cores of a shard's flows, each from the latest to the earliest.
const (
	recency = iota // by last packet
	age            // by first packet
	lists          // how many
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
	s.slab.links(slot)[which] = link{earlier: l.head}
	if l.head != 0 {
		s.slab.links(l.head)[which].later = slot
	} else {
		l.tail = slot
	}
	l.head = slot
}

// unlink takes a flow out of the list.
func (s *Shard) unlink(which int, slot uint32) {
	l, own := &s.lists[which], s.slab.links(slot)[which]
	if own.later != 0 {
		s.slab.links(own.later)[which].earlier = own.earlier
	} else {
		l.head = own.earlier
	}
	if own.earlier != 0 {
		s.slab.links(own.earlier)[which].later = own.later
	} else {
		l.tail = own.later
	}
}
