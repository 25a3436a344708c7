package l7

import "slices"

// MaxWrong is how many matches of a flow may be taken back.
const MaxWrong = 4

// revocable reports whether the match of the open session may be taken back.
func (s *state) revocable() bool { return s.extras != nil && s.extras.revocable }

// wrongs returns how many matches of the flow were taken back.
func (s *state) wrongs() uint8 {
	if s.extras == nil {
		return 0
	}
	return s.extras.wrongs
}

// snapshot records what is known of the flow before a match that may be taken back.
func (e *Engine) snapshot(s *state) {
	x := e.extras(s)
	if x.undo == nil {
		x.undo = new(undo)
	}
	x.undo.before, x.undo.labels, x.revocable = *e.ctx.flow, (*e.ctx.labels).Clone(), true
}

// takeBack undoes the match of the open session and probes again what the session has read. It reports whether every
// probe has rejected that of the direction that was read last.
func (e *Engine) takeBack(s *state) (rejected bool) {
	x, f := s.extras, e.ctx.flow
	proto := int(s.proto)
	e.releaseSession(s)
	f.restore(&x.undo.before)
	*e.ctx.labels, x.undo.labels = x.undo.labels, nil
	e.expected, e.ctx.tookBack = e.expected[:0], true
	if x.wrongs++; x.wrongs > MaxWrong {
		e.giveUp(f, s)
		return false
	}
	if x.undo.wrong == nil {
		x.undo.wrong = make(set, e.tables.words)
	}
	x.undo.wrong.add(proto)
	if !e.ctx.stream {
		e.probeDatagramsAgain(s)
		return false
	}
	return e.probeStreamAgain(s)
}

// restore sets what a match may have changed to what it was before.
func (f *Flow) restore(before *Flow) {
	const mask = ruled | deaf | deaf<<1
	f.Protocol, f.Confidence = before.Protocol, before.Confidence
	f.Application, f.category = before.Application, before.category
	f.flags = f.flags&^mask | before.flags&mask
}

// probeStreamAgain shows the bytes kept of both directions to the probes, those of the direction read last at the end.
func (e *Engine) probeStreamAgain(s *state) (rejected bool) {
	last, wrongs, within := e.ctx.Dir, s.wrongs(), s.within
	for i := range s.dirs {
		s.dirs[i].over = s.dirs[i].over || s.dirs[i].cut
		s.dirs[i].cut = false
	}
	for _, dir := range [2]uint8{1 - last, last} {
		if s.session != nil || e.ctx.flow.Decided() || s.wrongs() != wrongs || s.within != within {
			break // the new session has read, or another call has shown, both directions
		}
		if d := &s.dirs[dir]; len(d.prefix) > 0 {
			e.ctx.Dir = dir
			clear(s.tried[dir])
			rejected = e.probeStream(s, d, nil) && dir == last
		}
	}
	e.ctx.Dir = last
	for i := range s.dirs {
		s.dirs[i].endKept(s.session != nil)
	}
	return rejected
}

// endKept notes that what comes next does not follow what was kept, if so.
func (d *direction) endKept(reading bool) {
	switch {
	case !d.over:
	case reading:
		d.cut = true
	default:
		d.forget()
		d.begin, d.silent = false, false
	}
}

// probeDatagramsAgain shows the datagrams kept of both directions to the probes, those of the direction read last at the
// end.
func (e *Engine) probeDatagramsAgain(s *state) {
	last := e.ctx.Dir
	var kept [2]direction
	for i := range s.dirs {
		d := &s.dirs[i]
		kept[i] = direction{prefix: clone(d.prefix), late: &backlog{marks: slices.Clone(d.marks())}}
		d.forget()
	}
	for _, dir := range [2]uint8{1 - last, last} {
		for d := &kept[dir]; len(d.prefix) > 0 && !e.ctx.flow.Decided(); d.dropMessage() {
			e.ctx.Dir, e.ctx.Data, e.ctx.Begin = dir, d.message(), true
			e.showDatagram(s)
		}
	}
	e.ctx.Dir = last
}

// message returns the first message that is kept.
func (d *direction) message() []byte {
	marks := d.marks()
	if len(marks) == 0 {
		return d.prefix
	}
	return d.prefix[:marks[0]]
}

// keep copies the next bytes that a session of a Revocable protocol reads.
func (d *direction) keep(fresh []byte) {
	if d.over {
		return
	}
	n := min(len(fresh), MaxPrefix-len(d.prefix))
	d.prefix = append(d.prefix, fresh[:n]...)
	d.over = n < len(fresh)
}

// keepDatagram keeps a copy of a datagram that such a session reads.
func (d *direction) keepDatagram(data []byte) {
	if len(d.prefix)+len(data) > MaxPrefix || len(d.marks()) == MaxMessages {
		return
	}
	if len(d.prefix) > 0 {
		d.mark()
	}
	d.prefix = append(d.prefix, data...)
}
