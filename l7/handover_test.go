package l7

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/packet"
)

// wrapper is a protocol of a test: WRAP from both sides, and behind it another protocol.
const wrapper categories.ID = 7004

// unwrap is its session. It hands over once it has read the word of both sides, or of the first one.
type unwrap struct {
	talk
	first bool
}

func (u *unwrap) Read(c *Ctx) Verdict {
	const word = len("WRAP")
	u.read[c.Dir] = append(u.read[c.Dir], c.Data...)
	if own, other := u.read[c.Dir], u.read[1-c.Dir]; len(own) >= word && (u.first || len(other) >= word) {
		var early []byte
		if len(other) > word {
			early = other[word:]
		}
		c.Handover(own[word:], early)
	}
	return More
}

func newWrapBench(t *testing.T, first bool) *bench {
	var b *bench
	wrap := []byte("WRAP")
	b = newBench(t, 20, Proto{ID: wrapper, On: TCP, First: Bytes('W'), Probe: func(c *Ctx) Verdict {
		n := min(len(c.Data), len(wrap))
		switch {
		case !bytes.Equal(c.Data[:n], wrap[:n]):
			return Reject
		case n < len(wrap) || len(c.Other()) < len(wrap) && c.Dir == 1:
			return More
		}
		return Match
	}, Session: func() Session { return &unwrap{talk: talk{closed: &b.closed}, first: first} }})
	return b
}

// Where the first read hands over, the bytes that the probe matched are the old protocol's, which the new session is
// not shown.
func TestHandoverInTheFirstRead(t *testing.T) {
	b := newWrapBench(t, true)
	b.say(1, "WRAPHELLO one ")
	require.Zero(t, b.flow.Protocol)
	b.say(0, "WRAP")
	require.Equal(t, wrapper, b.flow.Protocol)
	b.say(1, "bye")
	require.Equal(t, []string{"|WRAPHELLO one ", "|HELLO one bye"}, b.closed)
}

// What came early in the other direction is handed over too.
func TestEarlyBytesAreHandedOver(t *testing.T) {
	b := newWrapBench(t, false)
	b.say(0, "WRAPHELLO early ")
	b.say(1, "WRAPanswer ")
	b.say(1, "more")
	b.say(0, "bye")
	require.Equal(t, "HELLO early bye|answer more", b.closed[1])
	require.Equal(t, wrapper, b.flow.Protocol)
}

// chatter is a protocol of a test that waits for a hundred bytes behind a C.
var chatter = Proto{ID: 7005, On: TCP, First: Bytes('C'), Probe: func(c *Ctx) Verdict {
	switch {
	case bytes.IndexByte(c.Data, '!') >= 0:
		return Reject
	case len(c.Data) < 100:
		return More
	}
	return Match
}}

// A message that every probe rejects in the end, or that one waits for the end of, does not take the next one with it.
func TestMessagesBehindOneThatIsNone(t *testing.T) {
	for _, before := range [][]string{{"C"}, {"CC", "x", "y"}, {"C", "HEL"}, {"C", "!"}, {"HELL"}, {"C", "H!", "HE", "C"}} {
		for _, answer := range []string{"", "ok"} {
			b := newBench(t, 50, chatter)
			for _, message := range before {
				b.say(0, message)
				if answer != "" {
					b.say(1, answer)
				}
			}
			b.say(0, "HELLO you ")
			b.say(0, "bye")
			require.Equal(t, greeting, b.flow.Protocol, "%q", before)
			require.Contains(t, b.closed[0], "HELLO you bye")
		}
	}
}

// Bytes of the other direction end a message as well as the PSH flag does.
func TestTurnsEndMessages(t *testing.T) {
	b := newBench(t, 50, chatter)
	for _, part := range []string{"C", "CC"} {
		p := tcp(0, b.seq[0], part)
		p.Flags &^= packet.PSH
		b.step(p)
		b.seq[0] += uint32(len(part))
	}
	b.say(1, "ok")
	b.say(0, "HELLO bye")
	require.Equal(t, greeting, b.flow.Protocol)
}

// In however many segments the message comes, it is found behind any preamble that is rejected within it.
func TestPreamblesInAnySegments(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3))
		b := newBench(t, 1000, chatter)
		b.say(0, "CCC"[:1+r.IntN(3)])
		if r.IntN(2) == 0 {
			b.say(1, "ok")
		}
		for text := "HELLO!and so on bye"; text != ""; {
			n := min(1+r.IntN(4), len(text))
			b.say(0, text[:n])
			text = text[n:]
		}
		require.Equal(t, greeting, b.flow.Protocol, "seed %d", seed)
		require.Contains(t, b.closed[0], "HELLO!and so on bye")
	}
}

// However many messages wait for a probe, what is told apart of them is bounded.
func TestMessagesToldApartAreBounded(t *testing.T) {
	b := newBench(t, 1<<15, chatter)
	for range 90 {
		b.say(0, "C")
	}
	require.Len(t, b.engine.states[0].dirs[0].marks(), MaxMessages)
	b.say(0, "!")
	b.say(0, "HELLO bye")
	require.Equal(t, greeting, b.flow.Protocol)
}

// What a carried protocol is, the flow's protocol is not.
func TestCarriedProtocolsDoNotBecome(t *testing.T) {
	b := newWrapBench(t, true)
	c := Ctx{flow: &b.flow}
	c.SetProtocol(1)
	require.EqualValues(t, 1, b.flow.Protocol)
	c.inner = true
	c.SetProtocol(2)
	require.EqualValues(t, 1, b.flow.Protocol)
}
