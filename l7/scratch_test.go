package l7

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
)

// counterID is a protocol of a test: datagrams of one digit that count up, three in a direction.
const counterID categories.ID = 7040

// probeCounter keeps, for each direction, the last digit and how many were right.
func probeCounter(c *Ctx) Verdict {
	last, seen := &c.Scratch()[2*c.Dir], &c.Scratch()[2*c.Dir+1]
	if digit := c.Data[0]; len(c.Data) > 1 || *seen > 0 && digit != *last+1 {
		return Reject
	}
	*last = c.Data[0]
	if *seen++; *seen < 3 {
		return More
	}
	return Match
}

func counter() Proto {
	return Proto{ID: counterID, On: UDP, First: Bytes([]byte("0123456789")...), Scratch: 4, Probe: probeCounter}
}

// scribbler is a protocol of a test that fills its scratch, which it finds as it left it, and waits.
func scribbler(t *testing.T, size int) Proto {
	return Proto{ID: 7041, On: UDP | TCP, Scratch: size, Probe: func(c *Ctx) Verdict {
		require.Len(t, c.Scratch(), size)
		first := c.Scratch()[0]
		for i, b := range c.Scratch() {
			require.Equal(t, first, b, i)
			c.Scratch()[i]++
		}
		return More
	}}
}

func newCounterBench(t *testing.T) *bench {
	b := newBench(t, 16)
	b.use(scribbler(t, 5), counter(), scribbler(t, MaxScratch))
	return b
}

func TestProbeOfSeveralDatagrams(t *testing.T) {
	b := newCounterBench(t)
	for range 3 { // the state of a flow is not that of the next one
		b.flow = Flow{}
		for _, text := range []string{"1", "2", "3"} {
			require.Zero(t, b.flow.Protocol)
			b.udp(0, text)
		}
		require.Equal(t, counterID, b.flow.Protocol)
		b.flow = Flow{}
		b.udp(0, "4")
		b.end()
		require.Zero(t, b.flow.Protocol)
	}

	b.flow = Flow{}
	for i, text := range []string{"1", "7", "2", "8", "3"} {
		b.udp(uint8(i&1), text)
	}
	require.Equal(t, counterID, b.flow.Protocol, "each direction counts for itself")
}

// A probe that has rejected a datagram is not asked again in that direction; one that was skipped is.
func TestRejectionsAreRemembered(t *testing.T) {
	asked := [2]int{}
	b := newBench(t, 16)
	b.engine = NewEngine(Compile([]Proto{{On: UDP, Min: 2, First: Bytes('a', 'b'), Probe: func(c *Ctx) Verdict {
		asked[c.Dir]++
		return Reject
	}}}), b.engine.limits)
	for _, text := range []string{"a", "zzz", "aa", "bb", "aaa"} {
		b.udp(0, text)
	}
	require.Equal(t, [2]int{1, 0}, asked)
	b.udp(1, "bb")
	b.udp(1, "bb")
	require.Equal(t, [2]int{1, 1}, asked)
	b.end()
	b.flow = Flow{}
	b.udp(0, "aa")
	require.Equal(t, [2]int{2, 1}, asked)

	asked = [2]int{}
	b.engine = NewEngine(Compile([]Proto{{On: UDP, EachDatagram: true, Probe: func(c *Ctx) Verdict {
		asked[c.Dir]++
		return Reject
	}}}), b.engine.limits)
	b.flow = Flow{}
	b.udp(0, "aa")
	b.udp(0, "aa")
	require.Equal(t, [2]int{2, 0}, asked)

	c := newCounterBench(t)
	for _, text := range []string{"1", "5", "1", "2", "3"} {
		c.udp(0, text)
	}
	require.Zero(t, c.flow.Protocol)
}

func TestScratchIsBounded(t *testing.T) {
	require.Panics(t, func() { Compile([]Proto{{On: UDP, Scratch: MaxScratch + 1}}) })
	require.Panics(t, func() { Compile([]Proto{{On: UDP, Scratch: -1}}) })
}

func TestScratchOfNoEngine(t *testing.T) {
	c := Ctx{Data: []byte("1")}
	require.Equal(t, More, probeCounter(&c))
}

func TestScratchIsAllocatedOnce(t *testing.T) {
	b := newBench(t, 16)
	b.use(counter())
	p := tcp(0, 0, "1")
	p.Key.Proto = protoUDP
	run := func() {
		b.flow = Flow{}
		b.step(p)
		b.step(p)
		b.end()
	}
	run()
	require.Zero(t, testing.AllocsPerRun(100, run))
}

// What a protocol that was wrong hands back is shown to probes that keep state.
func TestScratchAfterAWrongMatch(t *testing.T) {
	b := newBench(t, 16)
	h := newHasty().proto
	h.First = nil
	h.Session = func() Session { return new(patient) }
	b.use(h, counter())
	for _, text := range []string{"1", "2", "3"} {
		b.udp(0, text)
	}
	b.udp(1, "no")
	require.Equal(t, counterID, b.flow.Protocol)
}
