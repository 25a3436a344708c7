package packet

import "math"

// never is the due time of a Decoder that holds nothing.
const never = math.MaxInt64

// Due reports whether Next has a packet at the given time, in nanoseconds since the Unix epoch.
func (d *Decoder) Due(now int64) bool { return now >= d.due }

// Held returns the number of held frames. Each becomes at most one packet.
func (d *Decoder) Held() int {
	if d.fragments == nil {
		return 0
	}
	return d.fragments.held.n
}

// Flush makes all held frames due. Call it at the end of the stream.
func (d *Decoder) Flush() {
	if d.Held() > 0 {
		d.due, d.flushing = math.MinInt64, true
	}
}

// hold stores the frame of p. It returns false if the frame is too large or Options.Hold is off.
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
		h.setState(&id, heldReady, heldWaiting)
		d.expectAll(&id, p)
	}
	h.add(f, p, link, state)
	switch {
	case h.complete(&id):
		d.due = math.MinInt64
	case h.n == heldFrames || h.bytes > heldBytes-heldFrame:
		h.at(0).state = max(h.at(0).state, heldReady) // makes room
		d.due = math.MinInt64
	}
	d.setDue(h)
	return true
}

// setDue updates the time at which Next has a frame.
func (d *Decoder) setDue(h *held) {
	switch {
	case h.n == 0:
		d.due, d.flushing = never, false
	case d.due != math.MinInt64:
		d.due = h.at(0).time + fragmentTimeout
	}
}

// Next decodes a held frame that is due at the given time: the first fragment of its packet has arrived, all
// fragments have, it waited too long, or it makes room. Next appends the frame to buf and returns buf; the packet is
// valid while that memory is unchanged. In the counts, the frame, or the frames of a reassembled packet, move from
// Held to their final status. Next returns false if no frame is due.
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
	buf = p.copyData(one.data, buf)
	p.Time, p.WireLength, p.Link = one.time, one.wire, one.link
	h.remove(i)
	s := d.decodeAgain(p, p.Link)
	c[Held]--
	c.Count(s, p)
	return buf, s == OK
}

// nextWhole decodes a reassembled packet. If it is not a tunnel, its fragments are decoded by themselves.
func (d *Decoder) nextWhole(p *Packet, one *heldEntry, buf []byte, c *Counts) ([]byte, bool) {
	h := &d.fragments.held
	id := one.fragmentID
	frames := h.assemble(one, p)
	end := len(buf)
	buf = p.copyData(h.whole, buf)
	p.Link = one.link
	if d.decodeAgain(p, one.link) != OK || p.Key.Tunnel == TunnelNone {
		h.setState(&id, heldWaiting, heldReady)
		h.setState(&id, heldWhole, heldReady)
		return buf[:end], false
	}
	h.removeAll(id)
	c[Held] -= uint64(frames)
	c[OK] += uint64(frames - 1)
	c[Reassembled]++
	c.Count(OK, p)
	return buf, true
}

// copyData appends data to buf and makes the copy the packet's Data.
func (p *Packet) copyData(data, buf []byte) []byte {
	begin := len(buf)
	buf = append(buf, data...)
	p.Data = buf[begin:len(buf):len(buf)]
	return buf
}

// decodeAgain decodes a held frame and does not hold it again.
func (d *Decoder) decodeAgain(p *Packet, link LinkType) Status {
	d.releasing = true
	s := d.decode(p, link)
	d.releasing = false
	return s
}

// nextDue returns the index of the frame that is due first, or -1.
func (d *Decoder) nextDue(h *held, now int64) int {
	for i := range h.n {
		one := h.at(i)
		if d.flushing || one.state >= heldReady || now-one.time >= fragmentTimeout {
			return i
		}
	}
	return -1
}
