package l7

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
)

// Protocols of a test that take any payload with an exclamation mark or a question mark for theirs, but are not sure.
const (
	loudID categories.ID = 7020
	askID  categories.ID = 7021
)

func weakly(id categories.ID, last byte, shape bool) Proto {
	return Proto{ID: id, On: TCP | UDP, Shape: shape, Probe: func(c *Ctx) Verdict {
		if c.Data[len(c.Data)-1] == last {
			return Weak
		}
		return Reject
	}}
}

func newWeakBench(t *testing.T, limit int) *bench {
	b := newBench(t, limit)
	b.use(weakly(askID, '?', true), weakly(loudID, '!', false))
	return b
}

// both runs a test with datagrams and with segments.
func both(t *testing.T, run func(t *testing.T, say func(b *bench, dir uint8, payload string))) {
	t.Run("UDP", func(t *testing.T) { run(t, (*bench).udp) })
	t.Run("TCP", func(t *testing.T) { run(t, (*bench).say) })
}

func TestWeakMatchStandsAtTheEnd(t *testing.T) {
	both(t, func(t *testing.T, say func(*bench, uint8, string)) {
		b := newWeakBench(t, 10)
		say(b, 0, "what!")
		require.Zero(t, b.flow.Protocol, "something stronger may come")
		say(b, 1, "well\x00")
		b.key = flowkey.Key{Proto: protoTCP, PortA: 80, PortB: 40000}
		b.end()
		require.Equal(t, loudID, b.flow.Protocol, "it stands above a guess by port")
		require.Equal(t, ByPart, b.flow.Confidence)
		require.False(t, b.flow.Guessed())
	})
}

func TestWeakMatchStandsAtTheLimit(t *testing.T) {
	both(t, func(t *testing.T, say func(*bench, uint8, string)) {
		b := newWeakBench(t, 3)
		for _, text := range []string{"\x01!", "\x01", "\x01"} {
			require.False(t, b.flow.Decided())
			say(b, 0, text)
		}
		require.True(t, b.flow.Decided())
		require.Equal(t, loudID, b.flow.Protocol)
		require.Equal(t, ByPart, b.flow.Confidence)
	})
}

func TestStrongMatchStandsAboveWeak(t *testing.T) {
	both(t, func(t *testing.T, say func(*bench, uint8, string)) {
		for _, texts := range [][]string{{"what!", "HELLO bye"}, {"HELLO bye!"}, {"what?", "really!", "HELLO bye"}} {
			b := newWeakBench(t, 10)
			for _, text := range texts {
				say(b, 0, text)
			}
			b.end()
			require.Equal(t, greeting, b.flow.Protocol, texts)
			require.Equal(t, ByInspection, b.flow.Confidence)
			require.Zero(t, b.engine.Busy())
		}
	})
}

// The first weak match stands, but what goes by shape alone gives way to what does not.
func TestWeakMatches(t *testing.T) {
	both(t, func(t *testing.T, say func(*bench, uint8, string)) {
		for _, c := range []struct {
			texts      []string
			protocol   categories.ID
			confidence Confidence
		}{
			{[]string{"a?"}, askID, ByShape},
			{[]string{"a?", "b"}, askID, ByShape},
			{[]string{"a?", "b!"}, loudID, ByPart},
			{[]string{"a!", "b?"}, loudID, ByPart},
		} {
			b := newWeakBench(t, 10)
			for i, text := range c.texts {
				say(b, uint8(i&1), text)
			}
			b.end()
			require.Equal(t, c.protocol, b.flow.Protocol, c.texts)
			require.Equal(t, c.confidence, b.flow.Confidence, c.texts)
			say(b, 0, "x")
			b.flow = Flow{}
			say(b, 0, "nothing")
			b.end()
			require.Zero(t, b.flow.Protocol, "the next flow has none")
		}
	})
}

// A probe may be sure once it has seen more.
func TestWeakMatchBecomesStrong(t *testing.T) {
	both(t, func(t *testing.T, say func(*bench, uint8, string)) {
		b, seen := newBench(t, 10), 0
		b.use(Proto{ID: loudID, On: TCP | UDP, Probe: func(*Ctx) Verdict {
			if seen++; seen == 2 {
				return Match
			}
			return Weak
		}})
		say(b, 0, "one")
		say(b, 1, "two")
		require.Equal(t, loudID, b.flow.Protocol)
		require.Equal(t, ByInspection, b.flow.Confidence)
	})
}

// A weak match that came before a wrong one stands.
func TestWeakMatchOutlastsAWrongOne(t *testing.T) {
	both(t, func(t *testing.T, say func(*bench, uint8, string)) {
		b := newBench(t, 10)
		b.engine = NewEngine(Compile([]Proto{weakly(loudID, '!', false), newHasty().proto}), b.engine.limits)
		say(b, 0, "what!")
		say(b, 0, "HELLO")
		require.Zero(t, b.flow.Protocol)
		b.end()
		require.Equal(t, loudID, b.flow.Protocol)
		require.Equal(t, ByPart, b.flow.Confidence)
	})
}

// What a protocol carries does not name the flow.
func TestWeakMatchOfWhatIsCarried(t *testing.T) {
	b := newWrapBench(t, true)
	b.use(weakly(loudID, '!', false))
	b.say(0, "WRAP")
	b.say(0, "what!")
	b.end()
	require.Equal(t, wrapper, b.flow.Protocol)
	require.Equal(t, ByInspection, b.flow.Confidence)
}

func TestWeakMatchAllocatesNothing(t *testing.T) {
	b := newWeakBench(t, 10)
	p := tcp(0, 1000, "what!")
	run := func() {
		b.flow = Flow{}
		b.step(p)
		b.end()
	}
	run()
	require.Zero(t, testing.AllocsPerRun(100, run))
}
