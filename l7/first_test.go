package l7

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/packet"
)

// replyID is a protocol of a test: an answer that repeats the first six bytes of what was asked.
const replyID categories.ID = 7050

func replies() Proto {
	return Proto{ID: replyID, On: TCP | UDP | IP, IPProtocols: []uint8{200}, FirstPayload: 6, Probe: func(c *Ctx) Verdict {
		asked := string(c.First(1 - c.Dir))
		if len(asked) == 6 && strings.HasPrefix(string(c.Data), "re:"+asked) {
			return Match
		}
		return More
	}}
}

func TestFirstPayloadOfTheOtherSide(t *testing.T) {
	for _, say := range []func(*bench, uint8, string){(*bench).udp, (*bench).say,
		func(b *bench, dir uint8, text string) {
			p := tcp(dir, 0, text)
			p.Key.Proto = 200
			b.step(p)
		}} {
		b := newBench(t, 16)
		b.use(replies(), Proto{ID: 7051, On: TCP | UDP | IP, FirstPayload: 40, Probe: func(c *Ctx) Verdict {
			require.NotEmpty(t, c.First(c.Dir), "the direction's own is there as well")
			require.LessOrEqual(t, len(c.First(1-c.Dir)), 40)
			return More
		}})
		for range 2 { // what the flow before has said is gone
			b.flow = Flow{}
			say(b, 1, "re:questio")
			require.Zero(t, b.flow.Protocol)
			say(b, 0, "question, a long one")
			say(b, 0, "another question")
			say(b, 1, "re:questio")
			b.end()
		}
	}

	b := newBench(t, 16)
	b.use(replies())
	b.udp(0, "question, a long one")
	b.udp(0, "another question")
	b.udp(1, "re:another")
	require.Zero(t, b.flow.Protocol, "only the first payload counts")
	b.udp(1, "re:questi")
	require.Equal(t, replyID, b.flow.Protocol)
}

// The first bytes of a stream are those in order, in however many segments they come.
func TestFirstBytesOfAStream(t *testing.T) {
	b := newBench(t, 30)
	b.use(replies())
	b.say(0, "q")
	b.step(tcp(0, b.seq[0]+2, "stion")) // ahead
	b.say(0, "ue")
	b.say(1, "re:ques")
	b.say(1, "ti")
	require.Equal(t, replyID, b.flow.Protocol)
}

// Without a protocol that wants it, nothing is kept.
func TestFirstPayloadIsKeptOnDemand(t *testing.T) {
	b := newBench(t, 16)
	b.use(Proto{On: UDP, Probe: func(c *Ctx) Verdict {
		require.Empty(t, c.First(1))
		return More
	}}, Proto{On: TCP, FirstPayload: 3, Probe: func(*Ctx) Verdict { return More }})
	b.udp(1, "one")
	b.udp(0, "two")
	require.Nil(t, b.engine.states[0].extras)
	require.Panics(t, func() { Compile([]Proto{{On: UDP, FirstPayload: MaxFirstPayload + 1}}) })
}

func TestNumbersOfPackets(t *testing.T) {
	both(t, func(t *testing.T, say func(*bench, uint8, string)) {
		var numbers [][2]int
		b := newBench(t, 16)
		b.use(Proto{On: TCP | UDP, Probe: func(c *Ctx) Verdict {
			numbers = append(numbers, [2]int{c.Number(), c.InDirection()})
			return More
		}})
		for range 2 {
			b.flow, numbers = Flow{}, nil
			for _, dir := range []uint8{0, 0, 1, 0} {
				say(b, dir, "?")
			}
			for i, want := range [][2]int{{1, 1}, {2, 2}, {3, 1}, {4, 3}} {
				require.Contains(t, numbers, want, i)
			}
			b.end()
		}
	})
}

func TestAddressesAndIPProtocol(t *testing.T) {
	b := newBench(t, 16)
	a, z := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	asked := 0
	b.use(Proto{On: UDP | TCP, Probe: func(c *Ctx) Verdict {
		src, dst := c.Addresses()
		asked++
		require.Equal(t, [2]netip.Addr{a, z}, [2]netip.Addr{src, dst})
		require.EqualValues(t, protoUDPLite, c.IPProtocol)
		return Reject
	}})
	p := tcp(0, 0, "?")
	p.Key.Proto = protoUDPLite
	p.Key.A, p.Key.B = a.As16(), z.As16()
	b.step(p)
	require.Equal(t, 1, asked)

	var none Ctx
	src, dst := none.Addresses()
	require.False(t, src.IsValid() || dst.IsValid())
	require.Zero(t, none.Number()+none.InDirection()+len(none.First(0)))
}

// The numbers stop where they would wrap.
func TestNumbersStop(t *testing.T) {
	b := newBench(t, 1<<20)
	b.say(0, "HELLO")
	d := &b.engine.states[0].dirs[0]
	d.payloads = 1<<16 - 1
	b.say(0, "on")
	require.EqualValues(t, 1<<16-1, d.payloads)
}

func TestFirstPayloadAllocatesNothing(t *testing.T) {
	b := newBench(t, 16)
	b.use(replies())
	packets := [2]*packet.Packet{tcp(0, 1000, "question"), tcp(1, 9000, "re:questi")}
	run := func() {
		b.flow = Flow{}
		b.step(packets[0])
		b.step(packets[1])
		b.end()
	}
	run()
	require.Zero(t, testing.AllocsPerRun(100, run))
}
