package packet

import "math"

// never is when a Decoder is due that holds nothing.
const never = math.MaxInt64

// Due reports whether Next has a packet at a time, in nanoseconds since the Unix epoch.
func (d *Decoder) Due(now int64) bool { return now >= d.due }

// Held returns how many frames the Decoder holds, each of which becomes a packet at most.
func (d *Decoder) Held() int {
	if d.fragments == nil {
		return 0
	}
	return d.fragments.held.n
}

// Flush makes all frames that are held due, as no more will come.
func (d *Decoder) Flush() {
	if d.Held() > 0 {
		d.due, d.flushing = math.MinInt64, true
	}
}

// hold keeps the frame of p, and reports whether it does: it is not too large, and Options allow it.
func (d *Decoder) hold(f *frame, p *Packet, link LinkType, state heldState) bool {
	if !d.opts.Hold || d.releasing || len(p.Data) > heldFrame || f.ip.at > uint32(len(f.data)) {
		return false
	}
	d.useFragments()
	h := &d.fragments.held
	if h.n == heldFrames || h.bytes+len(p.Data) > heldBytes {
		return false
	}
	id := f.fragmentID(p)
	if state == heldTunnel {
		h.claim(&id, heldReady, heldWaiting)
		d.expectAll(&id, p)
	}
	h.add(f, p, link, state)
	switch {
	case h.complete(&id):
		d.due = math.MinInt64
	case h.n == heldFrames || h.bytes > heldBytes-heldFrame:
		h.at(0).state = max(h.at(0).state, heldReady) // to make room
		d.due = math.MinInt64
	}
	d.setDue(h)
	return true
}

// setDue sets when Next has something to do.
func (d *Decoder) setDue(h *held) {
	switch {
	case h.n == 0:
		d.due, d.flushing = never, false
	case d.due != math.MinInt64:
		d.due = h.at(0).time + fragmentTimeout
	}
}

// Next decodes a frame that was held and is due at a time: its packet's first fragment has come, or all others have, or
// it has waited too long, or made room. It copies the frame behind buf, which it returns, so that the packet is valid for
// as long as that memory is left alone. It moves the frame, or the frames that it was put together of, from Held to what
// became of them in the counts, and reports false where there is none.
func (d *Decoder) Next(p *Packet, now int64, buf []byte, c *Counts) ([]byte, bool) {
	for d.Due(now) && d.fragments != nil {
		h := &d.fragments.held
		i := d.nextDue(h, now)
		if i < 0 {
			d.due = 0
			d.setDue(h)
			break
		}
		var ok bool
		if one := h.at(i); one.state == heldWhole {
			buf, ok = d.nextWhole(p, one, buf, c)
		} else {
			buf, ok = d.nextHeld(p, i, buf, c)
		}
		if ok {
			return buf, true
		}
	}
	return buf, false
}

// nextHeld decodes frame number i by itself.
func (d *Decoder) nextHeld(p *Packet, i int, buf []byte, c *Counts) ([]byte, bool) {
	h := &d.fragments.held
	one := h.at(i)
	buf = p.takeData(one.data, buf)
	p.Time, p.WireLength, p.Link = one.time, one.wire, one.link
	h.remove(i)
	s := d.decodeAgain(p, p.Link)
	c[Held]--
	c.Count(s, p)
	return buf, s == OK
}

// nextWhole decodes a packet that is put together. If it is no tunnel after all, its fragments are decoded by themselves.
func (d *Decoder) nextWhole(p *Packet, one *heldOne, buf []byte, c *Counts) ([]byte, bool) {
	h := &d.fragments.held
	id := one.fragmentID
	frames := h.assemble(one, p)
	end := len(buf)
	buf = p.takeData(h.whole, buf)
	p.Link = one.link
	if d.decodeAgain(p, one.link) != OK || p.Key.Tunnel == TunnelNone {
		h.claim(&id, heldWaiting, heldReady)
		h.claim(&id, heldWhole, heldReady)
		return buf[:end], false
	}
	h.removeAll(id)
	c[Held] -= uint64(frames)
	c[OK] += uint64(frames - 1)
	c[Reassembled]++
	c.Count(OK, p)
	return buf, true
}

// takeData makes a copy of data behind buf that of the packet.
func (p *Packet) takeData(data, buf []byte) []byte {
	begin := len(buf)
	buf = append(buf, data...)
	p.Data = buf[begin:len(buf):len(buf)]
	return buf
}

// decodeAgain decodes what was held, and holds nothing.
func (d *Decoder) decodeAgain(p *Packet, link LinkType) Status {
	d.releasing = true
	s := d.decode(p, link)
	d.releasing = false
	return s
}

// nextDue returns which frame is due first, -1 for none.
func (d *Decoder) nextDue(h *held, now int64) int {
	for i := range h.n {
		one := h.at(i)
		if d.flushing || one.state >= heldReady || now-one.time >= fragmentTimeout {
			return i
		}
	}
	return -1
}
