package l7

// MaxScratch is the most that Proto.Scratch may be.
const MaxScratch = 64

// layout says where in a flow's scratch area the state of each protocol is. Protocols of different transports share
// places, as a flow has one transport.
type layout struct {
	at   []int
	size int
}

func layOut(protos []Proto) layout {
	l := layout{at: make([]int, len(protos))}
	next := map[Transport]int{}
	for i := range protos {
		p := &protos[i]
		if p.Scratch < 0 || p.Scratch > MaxScratch {
			panic("l7: the Scratch of " + p.ID.Name() + " is out of range")
		}
		for _, on := range [...]Transport{TCP, UDP, IP} {
			if p.On&on != 0 {
				l.at[i] = max(l.at[i], next[on])
			}
		}
		for _, on := range [...]Transport{TCP, UDP, IP} {
			if p.On&on != 0 {
				next[on] = l.at[i] + p.Scratch
			}
		}
		l.size = max(l.size, l.at[i]+p.Scratch)
	}
	return l
}

// scratch returns a protocol's state of a flow that is being inspected.
func (e *Engine) scratch(f *Flow, proto int) []byte {
	x, l := e.extras(e.states[f.state-1]), &e.tables.scratch
	if len(x.scratch) == 0 {
		if cap(x.scratch) < l.size {
			x.scratch = make([]byte, l.size)
		}
		x.scratch = x.scratch[:l.size]
	}
	at, n := l.at[proto], e.tables.protos[proto].Scratch
	return x.scratch[at : at+n : at+n]
}

// dropScratch makes the scratch area zero again.
func (x *extras) dropScratch() {
	clear(x.scratch)
	x.scratch = x.scratch[:0]
}
