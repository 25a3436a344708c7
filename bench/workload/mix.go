package workload

// mixEvery is the mean time between two new conversations of the mix, in nanoseconds.
const mixEvery = 2500 * us

// part says how often, in a thousand, a conversation is of a kind.
type part struct {
	perMille int
	start    func(*generator) *conn
}

// mixParts add up to a thousand.
func mixParts() []part {
	return []part{
		{330, startDNS},
		{270, startTLS},
		{120, startHTTP},
		{70, startQUIC},
		{12, startSSH},
		{50, startNTP},
		{30, startEcho},
		{70, startScan},
		{6, startFragments},
		{22, startARP},
		{20, startRaw},
	}
}

func startMix(g *generator) *conn { return g.pick(mixParts()) }

func (g *generator) pick(parts []part) *conn {
	n := g.below(1000)
	for _, p := range parts {
		if n < p.perMille {
			return p.start(g)
		}
		n -= p.perMille
	}
	return parts[0].start(g)
}

func startTLS(g *generator) *conn {
	c, p := startHandshake(g, 0)
	p.rounds += g.tail(1, 6)
	return c
}

func startHTTP(g *generator) *conn {
	c, p := g.dial(80, &http{})
	p.rounds = g.tail(1, 4)
	return c
}

func startSSH(g *generator) *conn {
	c, p := g.dial(22, ssh{})
	p.rounds = 1 + g.tail(20, 8)
	return c
}

// startRaw is a transfer in either direction.
func startRaw(g *generator) *conn {
	c, p := g.dial(uint16(g.between(1024, 32767)), raw{bytes: g.tail(10_000, 14)})
	p.answerer = g.below(2)
	return c
}

// startScan is a connection that nobody takes.
func startScan(g *generator) *conn {
	c, p := g.dial(uint16(g.between(1, 10_000)), raw{})
	p.ending = endRefused
	if g.chance(600) {
		p.ending = endUnanswered
	}
	return c
}
