package workload

// largestWindow bounds how many segments are sent at once.
const largestWindow = 80

// answer sends the next segment of the answer.
func (p *tcp) answer(g *generator, c *conn) (int64, bool) {
	n := min(p.left, p.mss(c))
	payload := p.talk.more(g, c, p, n)
	p.left -= n
	flags := flagACK
	if p.left == 0 {
		flags |= flagPSH
	}
	p.emit(g, c, p.answerer, uint8(flags), payload)
	p.unacked++
	p.burst--
	if p.unacked >= p.ackEvery || p.left == 0 || p.burst == 0 {
		p.phase = phaseAck
		return 15*us + g.spread(25*us), true
	}
	return p.pace(g), true
}

// pace is the time between two segments sent at once.
func (p *tcp) pace(g *generator) int64 { return 12*us + g.spread(20*us) }

// acknowledge answers the segments so far, and goes on with the answer, the next round or the end.
func (p *tcp) acknowledge(g *generator, c *conn) (int64, bool) {
	p.emit(g, c, 1-p.answerer, flagACK, nil)
	p.unacked = 0
	switch {
	case p.left > 0 && p.burst > 0:
		p.phase = phaseAnswer
		return p.pace(g), true
	case p.left > 0:
		p.window = min(2*p.window, largestWindow)
		p.burst = p.window
		p.phase = phaseAnswer
		return p.trip, true
	}
	return p.next(g)
}

// next goes to another round, or ends the connection.
func (p *tcp) next(g *generator) (int64, bool) {
	p.round++
	p.rounds--
	if p.rounds > 0 {
		p.phase = phaseRequest
		return p.talk.think(g, p), true
	}
	p.phase = phaseFIN
	return 1*ms + g.spread(20*ms), p.ending != endSilent
}

// close plays the end by FIN or RST.
func (p *tcp) close(g *generator, c *conn) (int64, bool) {
	switch p.phase {
	case phaseFIN:
		if p.ending == endRST {
			p.emit(g, c, p.closer, flagRST|flagACK, nil)
			return 0, false
		}
		p.emit(g, c, p.closer, flagFIN|flagACK, nil)
		p.phase = phaseFINACK
		return p.trip / 2, true
	case phaseFINACK:
		p.emit(g, c, 1-p.closer, flagFIN|flagACK, nil)
		p.phase = phaseLastACK
		return p.trip / 2, true
	}
	p.emit(g, c, p.closer, flagACK, nil)
	return 0, false
}
