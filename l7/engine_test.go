package l7

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
)

// greeting is a protocol of a test: HELLO from one side, then lines of either until one that says bye.
const greeting categories.ID = 7001

var hello = []byte("HELLO")

func probeGreeting(c *Ctx) Verdict {
	n := min(len(c.Data), len(hello))
	switch {
	case !bytes.Equal(c.Data[:n], hello[:n]):
		return Reject
	case n < len(hello):
		return More
	}
	return Match
}

// talk records what it is shown.
type talk struct {
	read   [2][]byte
	closed *[]string
}

func (t *talk) Read(c *Ctx) Verdict {
	t.read[c.Dir] = append(t.read[c.Dir], c.Data...)
	switch {
	case bytes.HasSuffix(t.read[c.Dir], []byte("bye")):
		return Match
	case bytes.Contains(t.read[c.Dir], []byte("switch")):
		_, rest, _ := bytes.Cut(t.read[c.Dir], []byte("switch"))
		c.Handover(rest, nil)
	}
	return More
}

func (t *talk) Close(*Ctx) {
	*t.closed = append(*t.closed, string(t.read[0])+"|"+string(t.read[1]))
}

func (t *talk) Reset() { t.read[0], t.read[1] = nil, nil }

// bench is an engine with a flow under test.
type bench struct {
	t      *testing.T
	engine *Engine
	flow   Flow
	labels *metadata.Set
	closed []string
	seq    [2]uint32
	key    flowkey.Key
}

func newBench(t *testing.T, limit int, more ...Proto) *bench {
	b := &bench{t: t, seq: [2]uint32{1000, 9000}}
	protos := append([]Proto{{ID: greeting, On: TCP | UDP, First: Bytes('H'), Min: 5, Probe: probeGreeting,
		Session: func() Session { return &talk{closed: &b.closed} }}}, more...)
	b.engine = NewEngine(Compile(protos), Limits{TCP: limit, UDP: limit})
	return b
}

// use puts protocols in front of those that the bench has.
func (b *bench) use(first ...Proto) {
	b.engine = NewEngine(Compile(append(first, b.engine.tables.protos...)), b.engine.limits)
}

// udp sends a datagram.
func (b *bench) udp(dir uint8, payload string) {
	p := tcp(dir, 0, payload)
	p.Key.Proto = protoUDP
	b.step(p)
}

// tcp returns a segment at the given distance from the direction's first byte.
func tcp(dir uint8, seq uint32, payload string) *packet.Packet {
	p := &packet.Packet{Data: []byte(payload), Direction: dir, Seq: seq, End: uint32(len(payload)),
		PayloadLength: uint32(len(payload)), WireLength: 1514, Flags: packet.ACK | packet.PSH}
	p.Key.Proto, p.Key.Ver = protoTCP, 4
	return p
}

func (b *bench) step(p *packet.Packet) {
	if b.flow.Wants(p.Direction) {
		b.engine.Step(&b.flow, &b.labels, p, Origin{})
	}
}

// say sends the next bytes of a direction.
func (b *bench) say(dir uint8, payload string) {
	b.step(tcp(dir, b.seq[dir], payload))
	b.seq[dir] += uint32(len(payload))
}

func (b *bench) end() {
	b.engine.End(&b.flow, &b.labels, &b.key)
}

func TestSessionReadsWhatTheProbeMatched(t *testing.T) {
	b := newBench(t, 10)
	b.say(0, "HEL")
	require.Zero(t, b.flow.Protocol)
	b.say(0, "LO you")
	require.Equal(t, greeting, b.flow.Protocol)
	require.Equal(t, ByInspection, b.flow.Confidence)
	b.say(1, " there")
	b.say(0, " bye")
	require.True(t, b.flow.Decided())
	require.Equal(t, []string{"HELLO you bye| there"}, b.closed)
}

func TestBytesComeInOrder(t *testing.T) {
	b := newBench(t, 20)
	b.step(tcp(0, 1000, "HEL"))
	b.step(tcp(0, 1009, " again ")) // ahead
	b.step(tcp(0, 1000, "HELLO"))   // overlaps
	b.step(tcp(0, 1003, "LO"))      // again
	b.step(tcp(0, 1016, "bye"))     // ahead
	b.step(tcp(0, 1005, " you"))    // fills the gap
	require.Equal(t, []string{"HELLO you again bye|"}, b.closed)
}

func TestSequenceNumbersWrap(t *testing.T) {
	b := newBench(t, 20)
	b.step(tcp(0, 0xfffffffe, "HELLO"))
	b.step(tcp(0, 7, "ye"))
	b.step(tcp(0, 3, " b b"))
	require.Equal(t, []string{"HELLO b bye|"}, b.closed)
}

// The first segment that comes is not the first that was sent, which the SYN tells.
func TestOriginOfTheSYN(t *testing.T) {
	b := newBench(t, 20)
	b.engine.Step(&b.flow, &b.labels, tcp(0, 1003, "LO bye"), Origin{Next: 1000, Begin: true})
	require.Zero(t, b.flow.Protocol)
	b.step(tcp(0, 1000, "HEL"))
	require.Equal(t, []string{"HELLO bye|"}, b.closed)
}

func TestWhatFollowsAGapIsShownAtTheEnd(t *testing.T) {
	b := newBench(t, 20)
	b.engine.Step(&b.flow, &b.labels, tcp(0, 1100, "HELLO"), Origin{Next: 1000, Begin: true})
	b.end()
	require.Equal(t, greeting, b.flow.Protocol)
	require.Equal(t, []string{"HELLO|"}, b.closed)
}

func TestLimitEndsInspection(t *testing.T) {
	b := newBench(t, 3)
	for range 5 {
		b.say(0, "what\x00")
	}
	require.True(t, b.flow.Decided())
	require.Zero(t, b.flow.Protocol)

	c := newBench(t, 3)
	c.say(0, "HELLO")
	c.say(1, "1")
	c.say(0, "2")
	require.True(t, c.flow.Decided())
	require.Equal(t, []string{"HELLO2|1"}, c.closed)
}

func TestEachSegmentIsAFreshBeginAfterARejection(t *testing.T) {
	b := newBench(t, 10)
	b.say(0, "STARTTLS")
	b.say(1, "go ahead")
	b.say(0, "HELLO bye")
	require.Equal(t, greeting, b.flow.Protocol)
}

func TestHandover(t *testing.T) {
	const inner categories.ID = 7002
	seen := 0
	b := newBench(t, 10, Proto{ID: inner, On: TCP, First: Bytes('I'), Probe: func(c *Ctx) Verdict {
		seen++
		return Match
	}})
	b.say(0, "HELLO switch")
	require.False(t, b.flow.Decided())
	b.say(0, "INNER")
	require.Equal(t, 1, seen)
	require.True(t, b.flow.Decided())
	require.Equal(t, greeting, b.flow.Protocol, "the protocol stays that which carries the other")

	b.flow, seen = Flow{}, 0
	b.say(1, "HELLO switchINNER")
	require.Equal(t, 1, seen, "what follows in the same segment is shown too")
	require.True(t, b.flow.Decided())
}

// However often a protocol hands over to itself, that ends.
func TestHandoversAreBounded(t *testing.T) {
	b := newBench(t, 10)
	b.say(0, strings.Repeat("HELLO switch", 1000))
	require.True(t, b.flow.Decided())
	require.Len(t, b.closed, maxWithin+1)
}

func TestPaddingIsNoPayload(t *testing.T) {
	b := newBench(t, 10)
	p := tcp(0, 1000, "\x00\x00\x00\x00\x00\x00")
	p.Flags, p.WireLength = packet.ACK, minEthernet
	b.step(p)
	b.step(tcp(0, 1000, "HELLO bye"))
	require.Equal(t, greeting, b.flow.Protocol)
}

// A capture that cuts packets leaves holes, over which a session reads no further.
func TestCutPackets(t *testing.T) {
	b := newBench(t, 10)
	p := tcp(0, 1000, "HELLO")
	p.PayloadLength = 50
	b.step(p)
	b.step(tcp(0, 1050, " bye"))
	b.end()
	require.Equal(t, []string{"HELLO|"}, b.closed)

	c := newBench(t, 10)
	p = tcp(0, 1000, "what")
	p.PayloadLength = 50
	c.step(p)
	c.step(tcp(0, 1050, "HELLO bye"))
	require.Equal(t, greeting, c.flow.Protocol)
}

func TestStatesAndSessionsAreUsedAgain(t *testing.T) {
	b := newBench(t, 10)
	for range 50 {
		b.flow, b.seq = Flow{}, [2]uint32{1000, 9000}
		b.say(0, "HELLO bye")
		b.flow, b.seq = Flow{}, [2]uint32{1000, 9000}
		b.say(0, "HE")
		b.end()
	}
	require.Len(t, b.engine.states, 1)
	require.Len(t, b.engine.sessions[0], 1)
	require.Len(t, b.closed, 50)
}

func TestDatagrams(t *testing.T) {
	b := newBench(t, 10)
	say := func(payload string) {
		p := tcp(0, 0, payload)
		p.Key.Proto = 17
		b.step(p)
	}
	say("HELL") // shorter than Min
	say("HELLO ")
	require.Equal(t, greeting, b.flow.Protocol)
	say("bye")
	require.Equal(t, []string{"HELLO bye|"}, b.closed)
}

func TestPortsGoFirst(t *testing.T) {
	var order []int
	probe := func(i int) func(*Ctx) Verdict {
		return func(*Ctx) Verdict { order = append(order, i); return Reject }
	}
	tables := Compile([]Proto{
		{On: TCP, Probe: probe(0)}, {On: TCP, Ports: []uint16{80}, Probe: probe(1)}, {On: UDP, Probe: probe(2)},
		{On: TCP, Ports: []uint16{4000}, Probe: probe(3)}, {On: TCP, First: Bytes('y'), Probe: probe(4)},
	})
	e := NewEngine(tables, Limits{TCP: 10, UDP: 10})
	var f Flow
	var l *metadata.Set
	p := tcp(0, 1, "x")
	p.Key.PortA, p.Key.PortB = 4000, 80
	e.Step(&f, &l, p, Origin{})
	require.Equal(t, []int{1, 3, 0}, order)
}

// However a conversation is cut into segments, and in whatever order these come within what is held, the sessions read
// the same.
func TestSegmentationMakesNoDifference(t *testing.T) {
	text := "HELLO, " + string(bytes.Repeat([]byte("all the world is a stage "), 40)) + "bye"
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 7))
		b := newBench(t, 1<<15)
		for at := 0; at < len(text); {
			n := min(1+r.IntN(60), len(text)-at)
			first := tcp(0, uint32(at), text[at:at+n])
			m := min(1+r.IntN(60), len(text)-at-n)
			if second := tcp(0, uint32(at+n), text[at+n:at+n+m]); m > 0 && r.IntN(3) == 0 && at > 0 {
				b.step(second)
				b.step(first)
				n += m
			} else {
				b.step(first)
			}
			at += n
		}
		require.Equal(t, []string{text + "|"}, b.closed, "seed %d", seed)
	}
}

func TestSteppingAllocatesNothing(t *testing.T) {
	b := newBench(t, 10)
	packets := []*packet.Packet{tcp(0, 1000, "STARTTLS now"), tcp(1, 9000, "what is this?"), tcp(0, 1012, "HE"), tcp(1, 9013, "HEL")}
	run := func() {
		b.flow = Flow{}
		for _, p := range packets {
			b.step(p)
		}
		b.end()
	}
	run()
	require.Zero(t, testing.AllocsPerRun(100, run))
}

func TestSizes(t *testing.T) {
	require.LessOrEqual(t, unsafe.Sizeof(Flow{}), uintptr(20))
	require.LessOrEqual(t, unsafe.Sizeof(state{}), uintptr(256))
}

func FuzzEngine(f *testing.F) {
	f.Add([]byte("\x00\x05HELLO\x01\x03bye"))
	f.Add([]byte("\x78\x01H\x79\x02CC\x78\x04ELLO\x79\x03bye"))
	f.Fuzz(func(t *testing.T, script []byte) {
		b := newBench(t, 30)
		hasty := newHasty()
		b.use(hasty.proto, chatter, weakly(loudID, '!', false), replies(), counter())
		for len(script) >= 2 {
			dir, n := script[0]&1, int(script[1])%32
			ahead := uint32(script[0] >> 1)
			script = script[2:]
			n = min(n, len(script))
			if n > 0 {
				b.step(tcp(dir, b.seq[dir]+ahead-60, string(script[:n])))
				b.seq[dir] += uint32(n)
			}
			script = script[n:]
		}
		b.end()
		require.True(t, b.flow.Decided())
		require.LessOrEqual(t, len(b.closed), 1)
	})
}

func FuzzDatagrams(f *testing.F) {
	f.Add([]byte("\x00\x02HE\x01\x01!\x00\x03LLO\x01\x011\x01\x012\x01\x013"))
	f.Fuzz(func(t *testing.T, script []byte) {
		b := newBench(t, 30)
		b.use(newHasty().proto, weakly(loudID, '!', false), weakly(askID, '?', true), replies(), counter())
		for len(script) >= 2 {
			dir, n := script[0]&1, min(1+int(script[1])%32, len(script)-2)
			if script = script[2:]; n > 0 {
				b.udp(dir, string(script[:n]))
			}
			script = script[n:]
		}
		b.end()
		require.True(t, b.flow.Decided())
		require.Zero(t, b.engine.Busy())
		require.LessOrEqual(t, len(b.closed), 1)
	})
}
