package l7

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// crowd is flows on an engine with a bound.
type crowd struct {
	*bench
	flows  []Flow
	labels []*metadata.Set
	now    int64
}

func newCrowd(t *testing.T, flows, memory int) *crowd {
	c := &crowd{bench: newBench(t, 12, Proto{ID: 7002, On: TCP, First: Bytes('L'), Probe: func(c *Ctx) Verdict {
		c.Metadata().ServerName = string(c.Data)
		return More
	}}), flows: make([]Flow, flows), labels: make([]*metadata.Set, flows)}
	c.use(newHasty().proto)
	c.engine = NewEngine(c.engine.tables, Limits{TCP: 12, UDP: 12, Memory: memory})
	return c
}

func (c *crowd) say(flow int, seq uint32, text string) {
	if c.flows[flow].Decided() {
		return
	}
	p := tcp(0, seq, text)
	p.Time = c.now
	c.engine.Step(&c.flows[flow], &c.labels[flow], p, Origin{})
}

func (c *crowd) end(flow int) {
	c.engine.End(&c.flows[flow], &c.labels[flow], &flowkey.Key{})
	c.engine.Forget(c.labels[flow])
	c.flows[flow], c.labels[flow] = Flow{}, nil
}

// recount adds up what the engine holds.
func (c *crowd) recount() (n int) {
	for _, s := range c.engine.states {
		if s != nil {
			n += s.bytes()
		}
	}
	for _, l := range c.labels {
		n += l.Bytes()
	}
	for _, all := range c.engine.sessions {
		for _, s := range all {
			n += holds(s)
		}
	}
	return n
}

func TestWithoutABoundNothingIsShed(t *testing.T) {
	c := newCrowd(t, 1000, 0)
	for i := range c.flows {
		c.say(i, 1, "LABEL")
	}
	require.Equal(t, 1000, c.engine.Busy())
	require.Zero(t, c.engine.Shed())
	require.Zero(t, c.engine.Used())
}

func TestNewFlowsAreRefusedFirst(t *testing.T) {
	c := newCrowd(t, 1000, LeastMemory)
	for i := range c.flows {
		c.say(i, 1, "LABEL")
	}
	busy := c.engine.Busy()
	require.Greater(t, busy, 100)
	require.Equal(t, Shed{Refused: uint64(1000 - busy)}, c.engine.Shed())
	require.LessOrEqual(t, c.engine.Used(), LeastMemory)
	require.False(t, c.flows[0].Decided())
	require.True(t, c.flows[999].Decided())
	require.Nil(t, c.labels[999])

	c.now += idleFor // whoever was idle for long gives way
	c.say(0, 6, "still here")
	for i := range 10 {
		c.flows[900+i] = Flow{}
		c.say(900+i, 1, "LABEL")
		require.False(t, c.flows[900+i].Decided())
	}
	require.Equal(t, uint64(1000-busy), c.engine.Shed().Refused)
	cut := int(c.engine.Shed().CutShort)
	require.GreaterOrEqual(t, cut, 10)
	require.Less(t, cut, 50)
	require.False(t, c.flows[0].Decided(), "it was not idle")
	for i := 1; i <= cut; i++ {
		require.True(t, c.flows[i].Decided(), i)
	}
	require.False(t, c.flows[cut+1].Decided())
}

func TestRefusedFlowsAreGuessed(t *testing.T) {
	c := newCrowd(t, 200, LeastMemory)
	for i := range c.flows {
		c.say(i, 1, "LABEL"+strings.Repeat("x", 4000))
	}
	require.NotZero(t, c.engine.Shed().Refused)
	last := &c.flows[len(c.flows)-1]
	c.engine.End(last, &c.labels[len(c.flows)-1], &flowkey.Key{Proto: 6, PortA: 40000, PortB: 80})
	require.Equal(t, ByPort, last.Confidence)
	require.True(t, last.Guessed())
}

// What is held is counted, whatever the flows do, and stays within the bound but for what one step brings.
func TestMemoryIsCounted(t *testing.T) {
	const bound, oneStep = LeastMemory, 64 << 10
	c := newCrowd(t, 300, bound)
	random := rand.New(rand.NewPCG(1, 2))
	words := []string{"HEL", "HELLO", "bye", "LABEL", "nothing", "switch", strings.Repeat("y", 1400), "H"}
	for range 50_000 {
		i := random.IntN(len(c.flows))
		c.now += int64(random.IntN(5e6))
		switch random.IntN(10) {
		case 0:
			c.end(i)
		case 1:
			c.say(i, 1000+uint32(random.IntN(20_000)), words[random.IntN(len(words))]) // ahead
		default:
			c.say(i, uint32(random.IntN(50)), words[random.IntN(len(words))])
		}
		require.Equal(t, c.recount(), c.engine.Used())
		require.LessOrEqual(t, c.engine.Used(), bound+oneStep)
	}
	require.NotZero(t, c.engine.Shed().Refused)
	require.NotZero(t, c.engine.Shed().CutShort)
	for i := range c.flows {
		c.end(i)
	}
	require.Zero(t, c.engine.Busy())
	require.LessOrEqual(t, len(c.engine.free), spares)
	require.Equal(t, c.recount(), c.engine.Used())
}

// Without pressure there is no allocation a flow.
func TestBoundedEngineAllocatesNothing(t *testing.T) {
	c := newCrowd(t, 1, 1<<20)
	p := tcp(0, 1, "nothing that anybody knows")
	run := func() {
		c.flows[0] = Flow{}
		c.engine.Step(&c.flows[0], &c.labels[0], p, Origin{})
		c.engine.End(&c.flows[0], &c.labels[0], &c.key)
	}
	require.Zero(t, testing.AllocsPerRun(1000, run))
}
