package l7

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// letter is a session of a test that reads, behind LETTER, a direction up to its full stop, and then the answer.
type letter struct{ talk }

func (l *letter) Read(c *Ctx) Verdict {
	l.read[c.Dir] = append(l.read[c.Dir], c.Data...)
	if !l.Awaits(0) && !l.Awaits(1) {
		return Match
	}
	return More
}

func (l *letter) Awaits(dir uint8) bool {
	return !bytes.HasSuffix(l.read[dir], []byte("."))
}

func newLetterBench(t *testing.T, limit int) *bench {
	var b *bench
	b = newBench(t, limit, Proto{ID: 7003, On: TCP, First: Bytes('L'), Probe: func(c *Ctx) Verdict {
		const begin = "LETTER"
		n := min(len(c.Data), len(begin))
		switch {
		case string(c.Data[:n]) != begin[:n]:
			return Reject
		case n < len(begin):
			return More
		}
		return Match
	}, Session: func() Session { return &letter{talk{closed: &b.closed}} }})
	return b
}

func TestMessageThatHasBegunIsReadToItsEnd(t *testing.T) {
	b := newLetterBench(t, 3)
	for _, c := range "LETTER to all." {
		b.say(0, string(c))
	}
	require.False(t, b.flow.Decided())
	require.False(t, b.flow.Wants(0), "what it has said is enough")
	require.True(t, b.flow.Wants(1), "it is owed an answer")
	b.say(0, strings.Repeat("body", 1000))
	for _, c := range "an answer." {
		b.say(1, string(c))
	}
	require.True(t, b.flow.Decided())
	require.Equal(t, []string{"LETTER to all.|an answer."}, b.closed)
}

// What is never said ends with the flow.
func TestAnswerThatNeverComes(t *testing.T) {
	b := newLetterBench(t, 3)
	b.say(0, "LETTER.")
	for range 1000 {
		b.say(0, "body")
	}
	require.False(t, b.flow.Decided())
	require.Equal(t, 1, b.engine.Busy())
	b.end()
	require.True(t, b.flow.Decided())
	require.Zero(t, b.engine.Busy())
}

// A message that never ends is given up, whole or not.
func TestMessagesAreBounded(t *testing.T) {
	b := newLetterBench(t, 3)
	b.say(0, "LETTER")
	sent := 0
	for !b.flow.Decided() {
		b.say(0, strings.Repeat("x", 1000))
		sent++
	}
	require.Equal(t, MaxBeyond/1000+2, sent)

	again := newLetterBench(t, 3)
	again.say(0, "LETTER")
	sent = 0
	for p := tcp(0, 900, "LETTER"+strings.Repeat("x", 1000)); !again.flow.Decided(); sent++ {
		again.step(p) // a retransmission
	}
	require.Less(t, sent, MaxBeyond/1000+3)
}

func TestGapEndsWaiting(t *testing.T) {
	b := newLetterBench(t, 3)
	b.say(0, "LETTER")
	b.seq[0] += 10 // lost
	for range 20 {
		b.say(0, strings.Repeat("x", 1000))
	}
	require.False(t, b.flow.Wants(0))
	b.say(1, "an answer.")
	require.True(t, b.flow.Decided())
}

func TestProbesWantMore(t *testing.T) {
	b := newBench(t, 3)
	for _, c := range "HELLO bye" {
		b.say(0, string(c))
	}
	require.Equal(t, greeting, b.flow.Protocol)
	require.Zero(t, b.engine.Busy())
}

// A conversation in lines goes on, as it may turn to another protocol.
func TestLinesOfText(t *testing.T) {
	b := newBench(t, 3)
	for range 40 {
		b.say(1, "a line of text\r\n")
	}
	b.say(0, "change\r\n")
	b.say(0, "HELLO bye")
	require.Equal(t, greeting, b.flow.Protocol)

	for _, line := range []string{"x", strings.Repeat("x", 1000)} {
		b := newBench(t, 3)
		lines := 0
		for ; !b.flow.Decided(); lines++ {
			b.say(0, line)
		}
		require.LessOrEqual(t, lines, MaxBeyondPayloads+3)
		require.LessOrEqual(t, lines*len(line), MaxBeyondProbing+3*len(line))
	}
}

func TestCarriedProtocolHasLimitsOfItsOwn(t *testing.T) {
	b := newBench(t, 3)
	b.say(0, "HELLO ")
	b.say(1, "x")
	b.say(0, "switch")
	b.say(0, "\x01")
	b.say(0, "HELLO bye")
	require.Len(t, b.closed, 2)
}
