package dns

import "github.com/nfstream/nfstream-go/l7"

// answers writes down the answers, and reports each of the first addresses to c.Resolved.
func (s *session) answers(c *l7.Ctx, m *Message, d *Metadata) {
	if !c.ListsAnswers() {
		s.firstAnswer(c, m, d)
		return
	}
	var ends [MaxAnswers]int
	var list [MaxAnswers]Answer
	var ttls [MaxAnswers]int64
	n, address := 0, Type(0)
	s.name = s.name[:0]
	for r := m.EachAnswer(); n < MaxAnswers && r.Next(); n++ {
		list[n], ttls[n] = Answer{Type: r.Type}, int64(r.TTL)
		s.answer(c, &r.Record)
		ends[n] = len(s.name)
	}
	if n == 0 {
		return
	}
	text, begin := string(s.name), 0
	d.ResponseType, d.ResponseAddress = uint16(list[0].Type), ""
	for i := range n {
		list[i].Text = text[begin:ends[i]]
		begin = ends[i]
		if t := list[i].Type; address == 0 && (t == TypeA || t == TypeAAAA) && list[i].Text != "" {
			address = t
			d.ResponseType, d.ResponseAddress = uint16(t), list[i].Text
		}
	}
	d.Response, d.TTLs = append([]Answer(nil), list[:n]...), append([]int64(nil), ttls[:n]...)
	if address == 0 && n == MaxAnswers {
		d.late(m)
	}
}

// firstAnswer is answers without the list.
func (s *session) firstAnswer(c *l7.Ctx, m *Message, d *Metadata) {
	n, found := 0, false
	for r := m.EachAnswer(); n < MaxAnswers && r.Next(); n++ {
		if n == 0 {
			d.ResponseType, d.ResponseAddress = uint16(r.Type), ""
		}
		addr, ok := r.Addr()
		if !ok {
			continue
		}
		if !found {
			found = true
			d.ResponseType, d.ResponseAddress = uint16(r.Type), addr.String()
		}
		c.Resolved(addr.Unmap(), r.TTL)
	}
	if !found && n == MaxAnswers {
		d.late(m)
	}
}

// late writes down the first address if it comes after the answers listed.
func (d *Metadata) late(m *Message) {
	if r, ok := m.Address(); ok {
		addr, _ := r.Addr()
		d.ResponseType, d.ResponseAddress = uint16(r.Type), addr.String()
	}
}

// answer appends the text of a record to s.name.
func (s *session) answer(c *l7.Ctx, r *Record) {
	if addr, ok := r.Addr(); ok {
		s.name = addr.AppendTo(s.name)
		c.Resolved(addr.Unmap(), r.TTL)
	} else if name, ok := r.Target(); ok {
		s.name = name.appendShown(s.name)
	}
}
