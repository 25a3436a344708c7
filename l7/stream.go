package l7

import "math"

// Limits of what the engine holds of a TCP flow, by direction.
const (
	// MaxPrefix is how many bytes of a direction are kept for probes that return More. More of so many bytes is a Reject.
	MaxPrefix = 8 << 10
	// MaxHeld and MaxHeldBytes bound the runs of bytes that came before their turn.
	MaxHeld      = 8
	MaxHeldBytes = 16 << 10
	// MaxMessages is how many messages after the first are told apart in these bytes. Further ones count with the last.
	MaxMessages = 16
	// keepBuffer is the largest buffer that an idle state keeps.
	keepBuffer = 2 << 10
)

// direction is the in-order view of one direction of a TCP connection (RFC 9293, section 3.4). Sequence numbers wrap.
type direction struct {
	next    uint32   // sequence number of the next byte in order
	prefix  []byte   // bytes so far, while a probe wants more of them
	late    *backlog // nil where none was needed
	started bool
	begin   bool // next is that after the SYN, or prefix starts there
	silent  bool // within a message that every probe rejected, see Proto.Probe
	ended   bool // the last byte ended what an application wrote at once
	cut     bool // bytes are missing that the session would need
	over    bool // bytes followed that prefix does not have, as there were too many for a session that may be wrong

	payloads uint16 // packets with payload so far, datagrams too
}

// backlog is the part of a direction that few flows need.
type backlog struct {
	marks   []uint16 // where the second and further messages start in prefix
	held    []segment
	holding int32 // bytes in held
}

// segment is one or several adjacent segments that came before the bytes that precede them.
type segment struct {
	seq  uint32
	data []byte
	push bool // the PSH flag of its end
}

func (d *direction) reset() {
	prefix := d.prefix[:0]
	if cap(prefix) > keepBuffer {
		prefix = nil
	}
	if l := d.late; l != nil {
		clear(l.held)
		*l = backlog{marks: l.marks[:0], held: l.held[:0]}
	}
	*d = direction{prefix: prefix, late: d.late}
}

// backlog returns that of the direction.
func (d *direction) backlog() *backlog {
	if d.late == nil {
		d.late = new(backlog)
	}
	return d.late
}

// marks returns where the second and further messages start in prefix.
func (d *direction) marks() []uint16 {
	if d.late == nil {
		return nil
	}
	return d.late.marks
}

// held returns the segments that came too early.
func (d *direction) held() []segment {
	if d.late == nil {
		return nil
	}
	return d.late.held
}

// count counts a packet with payload.
func (d *direction) count() {
	if d.payloads < math.MaxUint16 {
		d.payloads++
	}
}

// forget gives up the bytes that were kept for probes.
func (d *direction) forget() {
	d.prefix, d.over = d.prefix[:0], false
	if d.late != nil {
		d.late.marks = d.late.marks[:0]
	}
}

// mark records that a message starts after the bytes that are kept. There are some.
func (d *direction) mark() {
	if l := d.backlog(); len(l.marks) < MaxMessages {
		l.marks = append(l.marks, uint16(len(d.prefix)))
	}
}

// dropMessage gives up the first message that is kept.
func (d *direction) dropMessage() {
	d.begin = false
	marks := d.marks()
	if len(marks) == 0 {
		d.forget()
		return
	}
	first := marks[0]
	d.prefix = d.prefix[:copy(d.prefix, d.prefix[first:])]
	marks = marks[:copy(marks, marks[1:])]
	for i := range marks {
		marks[i] -= first
	}
	d.late.marks = marks
}

// trim returns what of a segment is new and in order, nil if nothing is. Of a segment ahead it keeps a copy, as far as
// there is room; ok is false when there is none, and what is missing will not come any more.
func (d *direction) trim(s segment) (fresh []byte, ok bool) {
	ahead := int32(s.seq - d.next)
	switch {
	case ahead > 0:
		return nil, d.hold(s)
	case -int64(ahead) >= int64(len(s.data)):
		return nil, true
	}
	return s.data[-ahead:], true
}

// hold keeps a copy of a segment, together with the one that it continues, so that what is held does not depend on how
// the bytes were split.
func (d *direction) hold(ahead segment) bool {
	l := d.backlog()
	if int(l.holding)+len(ahead.data) > MaxHeldBytes {
		return false
	}
	for i := range l.held {
		s := &l.held[i]
		if s.seq+uint32(len(s.data)) == ahead.seq {
			s.data = append(s.data, ahead.data...)
			s.push = ahead.push
			l.holding += int32(len(ahead.data))
			return true
		}
	}
	if len(l.held) == MaxHeld {
		return false
	}
	ahead.data = append([]byte(nil), ahead.data...)
	l.held = append(l.held, ahead)
	l.holding += int32(len(ahead.data))
	return true
}

// release returns the bytes of a held segment that are in order now, nil where there is none, and its PSH flag.
func (d *direction) release() (fresh []byte, push bool) {
	for i := 0; i < len(d.held()); i++ {
		s := d.held()[i]
		if int32(s.seq-d.next) > 0 {
			continue
		}
		d.late.drop(i)
		if fresh, _ := d.trim(s); fresh != nil {
			return fresh, s.push
		}
		i = -1
	}
	return nil, false
}

func (l *backlog) drop(i int) {
	l.holding -= int32(len(l.held[i].data))
	last := len(l.held) - 1
	l.held[i] = l.held[last]
	l.held[last] = segment{}
	l.held = l.held[:last]
}

// skip goes on after the gap, at the earliest held segment, and reports whether there is one.
func (d *direction) skip() bool {
	held := d.held()
	if len(held) == 0 {
		return false
	}
	first := held[0].seq
	for _, s := range held[1:] {
		if int32(s.seq-first) < 0 {
			first = s.seq
		}
	}
	d.jump(first)
	return true
}

// jump goes on at the given sequence number, after missing bytes.
func (d *direction) jump(next uint32) {
	d.next, d.begin, d.silent, d.ended = next, false, false, false
	d.forget()
}
