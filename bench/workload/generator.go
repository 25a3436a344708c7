package workload

import (
	"io"
	"math"
	"time"
)

// generator plays conversations against one clock, and writes their packets in the order of time.
type generator struct {
	random
	shape   shape
	every   int64
	out     *writer
	waiting queue
	// now is the time of the packet being made, and arrival that of the next conversation: nanoseconds of the capture.
	now, arrival int64
	started      int
	// addresses is how many the replays have.
	addresses    uint32
	certificates *certificates
	captures     *Captures
	noise        []byte
	segment      []byte
	scratch      []byte
	frame        []byte
}

// script plays one conversation. Each step sends one packet, and returns the nanoseconds to the next one, with false
// where there is none.
type script interface {
	step(g *generator, c *conn) (wait int64, more bool)
}

// noiseSize is the length of the block that all opaque payloads are cut from; longer than any payload.
const noiseSize = 1 << 16

func newGenerator(w io.Writer, s shape, o Options) *generator {
	g := &generator{random: newRandom(o.Seed), shape: s, every: s.every(&o), out: newWriter(w),
		certificates: newCertificates(), captures: o.Captures}
	g.noise = make([]byte, noiseSize)
	for i := range g.noise {
		g.noise[i] = byte(g.below(256))
	}
	return g
}

func (g *generator) run(o Options) {
	packets, end := o.records(), int64(math.MaxInt64)
	if o.Duration > 0 {
		end = o.Duration.Nanoseconds()
	}
	for g.out.packets < packets && g.next() < end && g.out.err == nil {
		if g.arriving() {
			g.arrive()
			continue
		}
		g.play()
	}
}

// next is the time of what happens next.
func (g *generator) next() int64 {
	if g.arriving() {
		return g.arrival
	}
	return g.waiting[0].at
}

func (g *generator) arriving() bool {
	if g.shape.limit > 0 && g.started == g.shape.limit {
		return false
	}
	return len(g.waiting) == 0 || g.arrival <= g.waiting[0].at
}

func (g *generator) arrive() {
	g.now = g.arrival
	c := g.shape.start(g)
	g.started++
	c.at, c.serial = g.arrival, g.started
	g.waiting.push(c)
	g.arrival += g.spread(g.every)
}

func (g *generator) play() {
	c := g.waiting[0]
	g.now = c.at
	wait, more := c.script.step(g, c)
	if !more {
		g.waiting.pop()
		return
	}
	c.at += wait
	g.waiting.sink(0)
}

// opaque returns n bytes that look encrypted, to be read only.
func (g *generator) opaque(n int) []byte {
	n = min(n, noiseSize)
	from := g.below(noiseSize - n + 1)
	return g.noise[from : from+n]
}

func (g *generator) summary() Summary {
	return Summary{
		Packets:       g.out.packets,
		Conversations: g.started,
		Bytes:         g.out.bytes,
		Span:          time.Duration(g.out.last-g.out.first) * time.Microsecond,
	}
}
