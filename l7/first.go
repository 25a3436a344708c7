package l7

// MaxFirstPayload is the most that Proto.FirstPayload may be.
const MaxFirstPayload = 64

// keepFirst takes what a protocol wants of first payloads.
func (t *Tables) keepFirst(p *Proto) {
	if p.FirstPayload < 0 || p.FirstPayload > MaxFirstPayload {
		panic("l7: the FirstPayload of " + p.ID.Name() + " is out of range")
	}
	if p.On&TCP != 0 {
		t.firstOfStream = max(t.firstOfStream, p.FirstPayload)
	}
	if p.On&(UDP|IP) != 0 {
		t.firstOfDatagrams = max(t.firstOfDatagrams, p.FirstPayload)
	}
	t.firsts = max(t.firsts, 2*p.FirstPayload)
}

// recordFirst keeps a copy of the next bytes of the direction's first payload, up to the given number in all.
func (e *Engine) recordFirst(s *state, data []byte, most int) {
	x, dir := e.extras(s), e.ctx.Dir
	if len(x.own) < e.tables.firsts {
		x.grow(e.tables.firsts)
	}
	begin, n := e.tables.firsts/2*int(dir), int(x.firstOf[dir])
	x.firstOf[dir] += uint8(copy(x.own[begin+n:begin+most], data))
}
