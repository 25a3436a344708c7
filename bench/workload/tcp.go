package workload

// phase is where a TCP conversation is.
type phase uint8

const (
	phaseSYN phase = iota
	phaseSYNACK
	phaseEstablish
	phaseRequest
	phaseAnswer
	phaseAck
	phaseFIN
	phaseFINACK
	phaseLastACK
)

// ending is how a TCP conversation ends.
type ending uint8

const (
	endFIN ending = iota
	endRST
	// endSilent leaves the connection open.
	endSilent
	// endRefused answers the SYN with a reset, and endUnanswered not at all.
	endRefused
	endUnanswered
)

// tcp plays a connection of one or more rounds, each a request and an answer.
type tcp struct {
	talk   talk
	ending ending
	// stamped is set where the segments carry timestamps.
	stamped bool
	phase   phase
	seq     [2]uint32
	clock   [2]uint32
	// trip is the round-trip time in nanoseconds.
	trip int64
	// rounds left, and bytes left of the answer.
	rounds, left int
	// window is how many segments the answering side sends at once, burst how many are left of them, and unacked how
	// many the other side has not acknowledged; it does so after every ackEvery.
	window, burst, unacked, ackEvery int
	// round counts from 0.
	round int
	// answerer is the side that answers, and closer the one that ends the connection.
	answerer, closer int
}

// dial returns a connection that speaks so.
func (g *generator) dial(port uint16, t talk) (*conn, *tcp) {
	c := g.meet(port)
	p := &tcp{talk: t, rounds: 1, window: 10, ackEvery: 2, answerer: server}
	p.stamped = g.chance(500)
	p.seq = [2]uint32{uint32(g.source.Uint64()), uint32(g.source.Uint64())}
	p.clock = [2]uint32{uint32(g.source.Uint64()), uint32(g.source.Uint64())}
	p.trip = 2*ms + g.spread(30*ms)
	p.closer = g.below(2)
	p.ending = g.ending()
	c.script = p
	return c, p
}

func (g *generator) ending() ending {
	switch n := g.below(100); {
	case n < 80:
		return endFIN
	case n < 95:
		return endRST
	}
	return endSilent
}

const (
	us int64 = 1000
	ms       = 1000 * us
	s        = 1000 * ms
)

func (p *tcp) step(g *generator, c *conn) (int64, bool) {
	switch p.phase {
	case phaseSYN, phaseSYNACK, phaseEstablish:
		return p.open(g, c)
	case phaseRequest:
		return p.request(g, c)
	case phaseAnswer:
		return p.answer(g, c)
	case phaseAck:
		return p.acknowledge(g, c)
	}
	return p.close(g, c)
}

// open plays the handshake.
func (p *tcp) open(g *generator, c *conn) (int64, bool) {
	switch p.phase {
	case phaseSYN:
		p.emit(g, c, client, flagSYN, nil)
		p.phase = phaseSYNACK
		return p.trip, p.ending != endUnanswered
	case phaseSYNACK:
		if p.ending == endRefused {
			p.emit(g, c, server, flagRST|flagACK, nil)
			return 0, false
		}
		p.emit(g, c, server, flagSYN|flagACK, nil)
		p.phase = phaseEstablish
		return 20*us + g.spread(40*us), true
	}
	p.emit(g, c, client, flagACK, nil)
	p.phase = phaseRequest
	return 30*us + g.spread(200*us), true
}

// request sends one segment that asks, and sets up its answer.
func (p *tcp) request(g *generator, c *conn) (int64, bool) {
	payload, answer := p.talk.ask(g, c, p)
	p.emit(g, c, 1-p.answerer, flagPSH|flagACK, payload)
	p.left, p.window, p.unacked = answer, max(p.window, 10), 0
	p.burst = p.window
	p.phase = phaseAnswer
	return p.trip + g.spread(5*ms), true
}
