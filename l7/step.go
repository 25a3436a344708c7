package l7

import "github.com/nfstream/nfstream-go/packet"

// matched sets the protocol of the flow, and reports whether a session is to read it.
func (e *Engine) matched(s *state, proto int) bool {
	f, p := e.ctx.flow, &e.tables.protos[proto]
	if p.Revocable && p.Session != nil {
		e.snapshot(s)
	}
	if f.Protocol == 0 {
		f.Protocol = p.ID
	}
	if f.Confidence != ByRule {
		f.Confidence = ByInspection
	}
	if p.Session == nil {
		e.giveBack(f, s)
		return false
	}
	e.openSession(s, proto)
	return true
}

// read shows the data to the session. It reports whether every probe has rejected what the session handed over, or what
// it has read in this direction where its match was wrong.
func (e *Engine) read(s *state) (rejected bool) {
	e.ctx.proto = s.proto
	switch verdict := s.session.Read(&e.ctx); {
	case e.ctx.handover:
		return e.handOver(s)
	case verdict == Wrong && s.revocable():
		return e.takeBack(s)
	case verdict != More && verdict != Weak:
		e.closeSession(s)
		e.giveBack(e.ctx.flow, s)
	}
	return false
}

// handOver closes the session and probes again what the session did not read of both directions. It reports whether every
// probe has rejected the bytes of the direction that was read.
func (e *Engine) handOver(s *state) (rejected bool) {
	dir, packet := e.ctx.Dir, e.ctx.Packet
	rest, early := clone(e.rests[dir]), clone(e.rests[1-dir]) // the session may own them
	e.ctx.handover, e.rests = false, [2][]byte{}
	e.closeSession(s)
	e.ctx.Packet, e.ctx.inner = packet, true
	if s.within++; s.within > maxWithin {
		e.giveBack(e.ctx.flow, s)
		return false
	}
	for i := range s.dirs {
		s.dirs[i].begin = !s.dirs[i].cut
		s.dirs[i].forget()
		s.dirs[i].silent, s.dirs[i].cut = false, false
	}
	e.ctx.flow.payloads = 0
	if s.extras != nil {
		s.extras.dropScratch(e.tables.firsts)
	}
	if e.ctx.stream && len(early) > 0 {
		e.ctx.Dir = 1 - dir
		e.show(s, early)
		e.ctx.Dir = dir
	}
	if len(rest) > 0 && !e.ctx.flow.Decided() {
		if e.ctx.stream {
			return e.show(s, rest)
		}
		e.ctx.Data = rest
		e.showDatagram(s)
	}
	return false
}

func clone(b []byte) []byte { return append([]byte(nil), b...) }

// show shows the next bytes of a direction to the session or to the probes. It reports whether every probe rejected
// them.
func (e *Engine) show(s *state, fresh []byte) (rejected bool) {
	if s.session == nil {
		return e.probeStream(s, &s.dirs[e.ctx.Dir], fresh)
	}
	if s.revocable() {
		s.dirs[e.ctx.Dir].keep(fresh)
	}
	e.ctx.Data, e.ctx.Begin = fresh, false
	return e.read(s)
}

// segment puts a segment's payload in order and shows what is in order now.
func (e *Engine) segment(s *state, p *packet.Packet, from Origin) {
	d := &s.dirs[p.Direction&1]
	data, seq := p.TransportPayload(), p.Seq
	if padding(p, data) {
		return
	}
	d.count()
	if p.Flags&packet.SYN != 0 {
		seq++ // data in a SYN (RFC 7413) comes after it
	}
	if !d.started {
		d.started, d.next, d.begin = true, seq, p.Flags&packet.SYN != 0
		if from.Begin {
			d.begin = true
			if int32(seq-from.Next) > 0 { // else what is before it was padding, or of another SYN
				d.next = from.Next
			}
		}
	}
	push := p.Flags&packet.PSH != 0
	fresh, ok := d.trim(segment{seq, data, push})
	if fresh != nil {
		d.next += uint32(len(fresh))
		e.ordered(s, d, fresh, push)
	}
	if !ok && !e.ctx.flow.Decided() {
		e.skipGap(s, d)
	}
	if !e.ctx.flow.Decided() {
		e.drain(s, d)
	}
	if short := p.PayloadLength - min(p.PayloadLength, uint32(len(data))); short > 0 && !e.ctx.flow.Decided() {
		e.truncated(s, d, seq+p.PayloadLength)
	}
}

// minEthernet is the least length of an Ethernet frame without its check sequence (IEEE 802.3).
const minEthernet = 60

// padding reports whether a payload is what pads the frame of a bare acknowledgement to the least Ethernet length, in
// captures whose IP lengths include it: a few zeroes within that length, and no PSH.
func padding(p *packet.Packet, data []byte) bool {
	if p.WireLength > minEthernet || p.Flags&packet.PSH != 0 {
		return false
	}
	for _, b := range data {
		if b != 0 {
			return false
		}
	}
	return true
}

// truncated skips bytes that the capture cut off.
func (e *Engine) truncated(s *state, d *direction, next uint32) {
	if int32(next-d.next) <= 0 {
		return
	}
	if s.session != nil {
		d.cut = true
		return
	}
	d.jump(next)
}

// skipGap stops waiting for missing bytes. A session reads no more of this direction; probes go on after the gap.
func (e *Engine) skipGap(s *state, d *direction) {
	if s.session != nil {
		d.cut = true
		return
	}
	d.skip()
}

// drain shows the held segments that are in order now.
func (e *Engine) drain(s *state, d *direction) {
	for !e.ctx.flow.Decided() {
		fresh, push := d.release()
		if fresh == nil {
			return
		}
		d.next += uint32(len(fresh))
		e.ordered(s, d, fresh, push)
	}
}

// ordered shows bytes in order to the session, or to the probes together with those before them. Push says that they
// end what an application wrote at once.
func (e *Engine) ordered(s *state, d *direction, fresh []byte, push bool) {
	if e.tables.firstOfStream > 0 {
		e.recordFirst(s, fresh, e.tables.firstOfStream)
	}
	turned := s.last != e.ctx.Dir+1
	s.last = e.ctx.Dir + 1
	switch {
	case d.cut:
	case d.silent && !turned && s.session == nil:
		d.silent = !push
	default:
		if len(d.prefix) > 0 && (d.ended || turned) {
			d.mark()
		}
		d.silent = e.show(s, fresh) && !push
	}
	d.ended = push
}

// probeStream shows the direction's bytes to the probes that have not rejected them, and keeps them if one wants more.
// Once all have rejected a message, what follows it is shown by itself. It reports whether all have rejected the last
// one.
func (e *Engine) probeStream(s *state, d *direction, fresh []byte) (rejected bool) {
	tried, data, begin := s.tried[e.ctx.Dir], fresh, d.begin
	if len(d.prefix) > 0 {
		d.prefix = append(d.prefix, fresh...)
		data = d.prefix
	} else {
		clear(tried)
	}
	e.ctx.other = &s.dirs[1-e.ctx.Dir]
	for {
		switch e.probe(s, data, d.begin, tried) {
		case Match:
			return e.ctx.tookBack && s.session == nil && len(d.prefix) == 0 && !e.ctx.flow.Decided()
		case More:
			if len(data) < MaxPrefix {
				if len(d.prefix) == 0 {
					d.prefix = append(d.prefix, fresh...)
				}
				e.probeMessages(s, d)
				return false
			}
		}
		if begin {
			e.ctx.flow.flags |= foreign
		}
		if d.dropMessage(); len(d.prefix) == 0 {
			return true
		}
		clear(tried)
		data = d.prefix
	}
}

// probe shows bytes of a direction to the probes but for those in tried, to which it adds those that reject them. It
// answers More where one does, else Reject; after a Match the flow is being read or decided.
func (e *Engine) probe(s *state, data []byte, begin bool, tried set) Verdict {
	e.ctx.Data, e.ctx.Begin = data, begin
	verdict := Reject
	for _, i := range e.candidates(s, e.tables.tcp, tried) {
		e.ctx.proto = int16(i)
		switch v := e.tables.protos[i].Probe(&e.ctx); {
		case v == Reject:
			tried.reject(i)
		case v == Match:
			e.ctx.tookBack = false
			if e.matched(s, i) {
				e.beginReading(s, data)
			}
			return Match
		case v == More:
			verdict = More
		default:
			e.matchedWeakly(s, i)
			tried.reject(i)
		}
	}
	return verdict
}

// probeMessages shows each message after the first alone, because the message that a probe waits for may be of no protocol.
func (e *Engine) probeMessages(s *state, d *direction) {
	for _, at := range d.marks() {
		if e.probe(s, d.prefix[at:], false, nil) == Match {
			return
		}
	}
}

// beginReading shows the session the bytes that were kept: of the other direction, unless it wants those of the match alone,
// then of this one. Where it hands over at those of the other, these are not shown to what it carries.
func (e *Engine) beginReading(s *state, data []byte) {
	dir, begin, within, wrongs := e.ctx.Dir, e.ctx.Begin, s.within, s.wrongs()
	if d := &s.dirs[dir]; s.revocable() && len(d.prefix) == 0 {
		d.keep(data)
	}
	if other := &s.dirs[1-dir]; len(other.prefix) > 0 && !isOnce(s.session) {
		e.ctx.Dir, e.ctx.Data, e.ctx.Begin = 1-dir, other.prefix, other.begin
		e.read(s)
		e.ctx.Dir = dir
	}
	if s.session == nil || s.within != within || s.wrongs() != wrongs {
		return
	}
	e.ctx.Data, e.ctx.Begin = data, begin
	e.read(s)
}
