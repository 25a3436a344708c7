package ipfix

import "time"

// write writes a message.
func (s *sender) write(m *message) error {
	now := time.Now().Unix()
	if s.v9 {
		seconds := now
		if up := now*1000 - m.boot; !s.Live || up < 0 || up >= 1<<32 {
			seconds = (max(m.last, m.boot+uptime.Milliseconds()) + 999) / 1000
		}
		m.stampV9(m.records, seconds, s.sequence, s.domain)
		s.sequence++
	} else {
		if s.network == "udp" {
			s.sequence += s.skipped.Swap(0) // so that the collector sees that they are missing
		}
		m.stamp(uint32(now), s.sequence, s.domain)
		s.sequence += uint32(m.records)
	}
	s.sent++
	_, err := s.conn.Write(m.data)
	return err
}

// describe sends all templates, the types of our own elements, and the applications so far.
func (s *sender) describe() error {
	s.described, s.sent = time.Now(), 0
	m := &s.scratch
	m.reset(s.header())
	m.boot = s.newest
	m.records = s.plan.templates(m, s.v9)
	if !s.v9 {
		m.records = 0 // data records alone
	}
	if err := s.write(m); err != nil {
		return err
	}
	if err := s.options(&s.plan.types, func(dst []byte, i int) ([]byte, bool) {
		if i >= len(s.plan.described) {
			return dst, false
		}
		return appendType(dst, &s.plan.described[i]), true
	}); err != nil {
		return err
	}
	return s.options(&s.plan.applications, func(dst []byte, i int) ([]byte, bool) {
		a, ok := s.apps.at(i)
		if !ok {
			return dst, false
		}
		return a.append(dst, &s.settings), true
	})
}

// options sends options records, as many messages as they need.
func (s *sender) options(t *template, record func(dst []byte, i int) ([]byte, bool)) error {
	m := &s.scratch
	m.reset(s.header())
	m.boot = s.newest
	one := s.one
	defer func() { s.one = one[:0] }()
	for i, ok := 0, true; ok; i++ {
		if one, ok = record(one[:0], i); ok && m.fits(t, len(one), s.size) || m.records == 0 && ok {
			m.add(t, one, 0)
			continue
		}
		if m.records == 0 {
			return nil
		}
		m.close()
		if err := s.write(m); err != nil {
			return err
		}
		if m.reset(s.header()); ok {
			m.add(t, one, 0)
		}
	}
	return nil
}
