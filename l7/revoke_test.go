package l7

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// hasty is a protocol of a test. It matches every H, and finds out later that HELLO is not its own.
type hasty struct {
	proto   Proto
	matches int
}

const hastyID categories.ID = 7010

func newHasty() *hasty {
	h := new(hasty)
	h.proto = Proto{ID: hastyID, On: TCP | UDP, First: Bytes('H'), Revocable: true, Probe: func(*Ctx) Verdict {
		h.matches++
		return Match
	}, Session: func() Session { return new(hastySession) }}
	return h
}

// talkRecord and otherRecord are metadata of made-up protocols.
type (
	talkRecord  struct{ Client, Server string }
	otherRecord struct {
		URL   string
		Sizes []int64
	}
)

type hastySession struct{ read [2][]byte }

func (s *hastySession) Read(c *Ctx) Verdict {
	s.read[c.Dir] = append(s.read[c.Dir], c.Data...)
	c.Metadata().ServerName = string(s.read[c.Dir])
	Record[talkRecord](c).Client = "hasty"
	c.SetProtocol(hastyID + 1)
	c.SetApplication(hastyID + 2)
	c.SetCategory(categories.CategoryVPN)
	if bytes.HasPrefix(s.read[c.Dir], hello) {
		return Wrong
	}
	return More
}

func (s *hastySession) Close(c *Ctx) { Record[talkRecord](c).Server = "closed" }
func (s *hastySession) Reset()       { s.read[0], s.read[1] = nil, nil }

func TestMatchIsTakenBack(t *testing.T) {
	b, h := newBench(t, 20), newHasty()
	b.use(h.proto)
	b.say(0, "HE")
	require.Equal(t, hastyID+1, b.flow.Protocol)
	require.Equal(t, "HE", b.labels.ServerName)
	b.say(1, "early")
	b.say(0, "LLO you ")
	require.Equal(t, Flow{Protocol: greeting, Confidence: ByInspection, payloads: 3, state: 1}, b.flow)
	require.Nil(t, b.labels)
	b.say(0, "HELLO bye")
	require.Equal(t, []string{"HELLO you HELLO bye|"}, b.closed, "the answer is none that a probe takes")
	require.Equal(t, 1, h.matches, "it is not asked again")

	b.flow, b.closed = Flow{}, nil
	b.say(0, "Hand on bye")
	b.end()
	require.Equal(t, hastyID+1, b.flow.Protocol, "for another flow it is")
	require.Equal(t, "closed", metadata.Get[talkRecord](b.labels).Server)
}

// However the bytes are split, and whatever else they begin, the same is read.
func TestMatchIsTakenBackInAnySegments(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 5))
		b, h := newBench(t, 1000, chatter), newHasty()
		b.use(h.proto)
		b.say(1, "CC"[:r.IntN(3)])
		for text := "HELLO, and so on bye"; text != ""; {
			n := min(1+r.IntN(9), len(text))
			b.say(0, text[:n])
			text = text[n:]
		}
		require.Equal(t, greeting, b.flow.Protocol, "seed %d", seed)
		require.Len(t, b.closed, 1)
		require.True(t, strings.HasPrefix(b.closed[0], "HELLO, and so on bye|"), "seed %d: %q", seed, b.closed)
		require.Nil(t, b.labels)
		require.Zero(t, b.engine.Busy())
	}
}

func TestNothingElseMatches(t *testing.T) {
	b, h := newBench(t, 5), newHasty()
	b.engine = NewEngine(Compile([]Proto{h.proto}), b.engine.limits)
	b.say(0, "HELLO")
	require.Zero(t, b.flow.Protocol)
	require.Zero(t, b.flow.Confidence)
	require.False(t, b.flow.Decided())
	b.say(0, "HELLO")
	b.end()
	require.True(t, b.flow.Decided())
	require.Equal(t, 1, h.matches)
	require.Nil(t, b.labels)
}

func TestMatchOfDatagramsIsTakenBack(t *testing.T) {
	b, h := newBench(t, 20), newHasty()
	b.use(h.proto)
	b.udp(1, "HI")
	require.Equal(t, hastyID+1, b.flow.Protocol)
	b.udp(0, "HELLO one ")
	require.Equal(t, greeting, b.flow.Protocol)
	require.Nil(t, b.labels)
	b.udp(1, "and ")
	b.udp(0, "bye")
	require.Equal(t, []string{"HELLO one bye|and "}, b.closed)
	require.Equal(t, 1, h.matches)
}

// Each datagram that was read is shown by itself.
func TestDatagramsAreShownAgain(t *testing.T) {
	b := newBench(t, 50)
	b.engine = NewEngine(Compile([]Proto{newHasty().proto, {ID: 7011, On: UDP, First: Bytes('T'), Probe: func(c *Ctx) Verdict {
		if string(c.Data) == "TWO" {
			return Match
		}
		return Reject
	}}}), b.engine.limits)
	b.udp(0, "HE")
	b.udp(1, "TWO")
	b.udp(0, "LLO")
	require.EqualValues(t, 7011, b.flow.Protocol)
	require.True(t, b.flow.Decided())
}

// If a session has read more than the engine keeps, the next one is shown what was kept, and nothing after the gap.
func TestMatchIsTakenBackLate(t *testing.T) {
	b := newBench(t, 1000)
	b.use(Proto{ID: 7012, On: TCP, First: Bytes('H'), Revocable: true, Probe: func(*Ctx) Verdict { return Match },
		Session: func() Session { return new(patient) }})
	b.say(0, "HELLO ")
	for range 20 {
		b.say(0, strings.Repeat("x", 1000))
	}
	b.say(1, "no")
	require.Equal(t, greeting, b.flow.Protocol)
	b.say(0, "bye")
	b.end()
	require.Equal(t, []string{"HELLO " + strings.Repeat("x", MaxPrefix-6) + "|no"}, b.closed)
}

// patient says that its match was wrong at the first answer.
type patient struct{}

func (patient) Read(c *Ctx) Verdict {
	if c.Dir == 1 {
		return Wrong
	}
	return More
}
func (patient) Close(*Ctx) {}
func (patient) Reset()     {}

func TestWrongMatchesAreBounded(t *testing.T) {
	b := newBench(t, 20)
	matches := 0
	var many []Proto
	for i := range categories.ID(20) {
		p := newHasty().proto
		p.ID += i
		p.Probe = func(*Ctx) Verdict { matches++; return Match }
		many = append(many, p)
	}
	b.use(many...)
	b.say(0, "HELLO")
	require.True(t, b.flow.Decided())
	require.Zero(t, b.flow.Protocol)
	require.Equal(t, MaxWrong+1, matches)
	require.Zero(t, b.engine.Busy())
}

// Without Revocable, Wrong ends the session.
func TestWrongOfAnotherProtocol(t *testing.T) {
	b, h := newBench(t, 20), newHasty()
	h.proto.Revocable = false
	b.use(h.proto)
	b.say(0, "HELLO")
	require.True(t, b.flow.Decided())
	require.Equal(t, hastyID+1, b.flow.Protocol)
}

// What the protocol that carries another has read stays.
func TestCarriedMatchIsTakenBack(t *testing.T) {
	b, h := newWrapBench(t, true), newHasty()
	b.use(h.proto)
	b.say(0, "WRAP")
	outer := func() *metadata.Set {
		return (&metadata.Set{ServerName: "outer"}).With(&talkRecord{Client: "outer"}, &otherRecord{"/", []int64{1, 2}})
	}
	b.labels = outer()
	b.say(0, "HE")
	require.Equal(t, "HE", b.labels.ServerName)
	b.say(0, "LLO bye")
	require.Equal(t, outer(), b.labels)
	require.Equal(t, wrapper, b.flow.Protocol)
	require.Zero(t, b.flow.Application)
	require.Zero(t, b.flow.category)
	require.Equal(t, []string{"WRAP|", "HELLO bye|"}, b.closed)
}

// Taking a match back allocates nothing once an engine has done it.
func TestTakingBackAllocatesNothing(t *testing.T) {
	b := newBench(t, 20)
	b.engine = NewEngine(Compile([]Proto{{On: TCP, Revocable: true, Probe: func(*Ctx) Verdict { return Match },
		Session: func() Session { return new(patient) }}}), b.engine.limits)
	first, second := tcp(0, 1000, "HEL"), tcp(1, 9000, "no")
	run := func() {
		b.flow = Flow{}
		b.step(first)
		b.step(second)
		b.end()
	}
	run()
	require.Zero(t, testing.AllocsPerRun(100, run))
}
