package l7test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
)

// maxFuzzed bounds the bytes of a flow that is fuzzed, so that neither the engine's limits nor time are reached.
const maxFuzzed = 1 << 13

// Fuzzing is the fuzzing of what an engine says of flows.
type Fuzzing struct {
	Protos []l7.Proto
	Port   uint16 // of the flows' destination; their source's is 40000
	// Ports are used instead, one after the other, for the pairs of Flow. Bits of an input choose the port.
	Ports []uint16
	// Seeks says that a session looks for a begin in every payload of the direction that was not probed, so that what
	// it reads there depends on how that is split.
	Seeks bool
}

// Flow fuzzes flows, beginning with pairs of what a client and a server send. However a connection is split into
// segments, its protocol and labels are the same; in whatever order these or datagrams come, nothing panics and no
// state is left behind.
func (z Fuzzing) Flow(f *testing.F, pairs ...[2]string) {
	for i, pair := range pairs {
		f.Add([]byte(pair[0]), []byte(pair[1]), uint8(1+2*i), uint64(i)<<8|2)
	}
	tables := l7.Compile(z.Protos)
	f.Fuzz(func(t *testing.T, client, server []byte, size uint8, seed uint64) {
		if len(client)+len(server) > maxFuzzed {
			return
		}
		x := fuzzed{Fuzzing: z, client: client, server: server, step: int(size) + 1, random: rand.New(rand.NewPCG(seed, 0)),
			engine: l7.NewEngine(tables, l7.Limits{TCP: 4 * maxFuzzed, UDP: 4 * maxFuzzed})}
		if x.port = z.Port; len(z.Ports) > 0 {
			x.port = z.Ports[seed>>8%uint64(len(z.Ports))]
		}
		x.backwards()
		x.anyOrder()
		x.datagrams(seed)
		x.splits(t)
		require.Zero(t, x.engine.Busy(), "states are given back")
	})
}

// fuzzed is one input.
type fuzzed struct {
	Fuzzing
	client, server []byte
	step           int // bytes a segment
	random         *rand.Rand
	port           uint16
	engine         *l7.Engine
}

func (x *fuzzed) talk(on l7.Transport) *Talk { return NewTalk(x.engine, on, 40000, x.port) }

// backwards sends the client's last segment first.
func (x *fuzzed) backwards() {
	k := x.talk(l7.TCP)
	for at := len(x.client); at > 0; {
		from := max(0, at-x.step)
		k.Step(0, uint32(from), x.client[from:at], at-from)
		at = from
	}
	k.Segments(1, x.server, x.step)
	k.End()
}

// anyOrder sends pieces of both directions in any order, again and again.
func (x *fuzzed) anyOrder() {
	on := l7.TCP
	if x.random.IntN(4) == 0 {
		on = l7.UDP
	}
	k := x.talk(on)
	k.Middle = x.random.IntN(2) == 0
	for range 24 {
		dir := uint8(x.random.IntN(2))
		data := [2][]byte{x.client, x.server}[dir]
		if len(data) == 0 {
			continue
		}
		at := x.random.IntN(len(data))
		n := 1 + x.random.IntN(len(data)-at)
		k.Step(dir, uint32(at), data[at:at+n], n)
	}
	k.End()
}

// datagrams sends what either side says as datagrams, in an order of bits.
func (x *fuzzed) datagrams(order uint64) {
	k := x.talk(l7.UDP)
	for i := range 8 {
		dir := uint8(order >> i & 1)
		k.Say(dir, [2][]byte{x.client, x.server}[dir])
	}
	k.End()
}

// splits compares a connection in which either side sends one segment with others that send the same bytes.
func (x *fuzzed) splits(t testing.TB) {
	if x.Seeks {
		x.server = nil
	}
	whole, known := x.exchange((*Talk).Say)
	steps, _ := x.exchange(func(k *Talk, dir uint8, data []byte) { k.Segments(dir, data, x.step) })
	pieces, _ := x.exchange(func(k *Talk, dir uint8, data []byte) { k.Split(x.random, dir, data) })
	if !known {
		return // shown again from each segment on
	}
	for _, k := range []*Talk{steps, pieces} {
		require.Equal(t, whole.Flow.Protocol, k.Flow.Protocol)
		require.Equal(t, whole.Metadata, k.Metadata)
	}
}

// exchange returns a connection in which both sides have spoken, and whether its client's bytes tell the protocol.
func (x *fuzzed) exchange(say func(*Talk, uint8, []byte)) (k *Talk, known bool) {
	k = x.talk(l7.TCP)
	say(k, 0, x.client)
	known = k.Flow.Protocol != 0
	say(k, 1, x.server)
	k.End()
	return k, known
}

// Records fuzzes flows as Flow does, beginning with the turns of scripts and with samples of the protocols, on their ports.
func (z Fuzzing) Records(f *testing.F, scripts ...Script) {
	var pairs [][2]string
	for i := range z.Protos {
		for _, sample := range z.Protos[i].Samples {
			pairs = append(pairs, [2]string{string(sample), string(sample)})
			z.Ports = append(z.Ports, uint16(PortOf(&z.Protos[i])))
		}
	}
	for _, s := range scripts {
		var pair [2]string
		for i, turn := range s.Turns {
			pair[i&1] += turn
		}
		pairs, z.Ports = append(pairs, pair), append(z.Ports, s.Port)
	}
	z.Flow(f, pairs...)
}
