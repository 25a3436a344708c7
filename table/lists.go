package table

// list is a doubly linked list through the cores of flows, by slot, 0 for none.
type list struct{ head, tail uint32 }

// touch makes a flow the most recent one. A slot that is in the list already moves.
func (s *Shard) touch(slot uint32) {
	if s.recency.head == slot {
		return
	}
	s.unlinkRecency(slot)
	s.pushRecency(slot)
}

func (s *Shard) pushRecency(slot uint32) {
	c := s.slab.Core(slot)
	c.Newer, c.Older = 0, s.recency.head
	if s.recency.head != 0 {
		s.slab.Core(s.recency.head).Newer = slot
	} else {
		s.recency.tail = slot
	}
	s.recency.head = slot
}

func (s *Shard) unlinkRecency(slot uint32) {
	c := s.slab.Core(slot)
	if c.Newer != 0 {
		s.slab.Core(c.Newer).Older = c.Older
	} else {
		s.recency.head = c.Older
	}
	if c.Older != 0 {
		s.slab.Core(c.Older).Newer = c.Newer
	} else {
		s.recency.tail = c.Newer
	}
}

func (s *Shard) pushAge(slot uint32) {
	c := s.slab.Core(slot)
	c.Younger, c.Elder = 0, s.age.head
	if s.age.head != 0 {
		s.slab.Core(s.age.head).Younger = slot
	} else {
		s.age.tail = slot
	}
	s.age.head = slot
}

func (s *Shard) unlinkAge(slot uint32) {
	c := s.slab.Core(slot)
	if c.Younger != 0 {
		s.slab.Core(c.Younger).Elder = c.Elder
	} else {
		s.age.head = c.Elder
	}
	if c.Elder != 0 {
		s.slab.Core(c.Elder).Younger = c.Younger
	} else {
		s.age.tail = c.Younger
	}
}
