package table

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/packet"
)

// sizes are flows alive: within the caches of a core, of a machine, and of none.
var sizes = []int{1_000, 100_000, 1_000_000}

// forever is a timeout that no benchmark gets to.
const forever = 1 << 50

// crowd is a shard with flows alive, and what is needed to make packets of them at little cost.
type crowd struct {
	shard  *Shard
	hashes []uint64
	packet packet.Packet
	line   Timeline
	ended  Changes
	seq    uint64
}

func newCrowd(cfg Config, flows int) *crowd {
	c := &crowd{shard: NewShard(cfg), line: Timeline{Clocks: make([]int64, 1)}}
	c.packet.Data = make([]byte, 60)
	setFlow(&c.packet, 0, 0)
	for n := range flows {
		c.hashes = append(c.hashes, c.of(uint32(n)).Key.Hash())
		c.packet.Hash = c.hashes[n]
		c.process(0)
	}
	c.take()
	return c
}

// of returns the packet of a flow, whose hash is still to be set.
func (c *crowd) of(n uint32) *packet.Packet {
	k := &c.packet.Key
	k.A[12], k.A[13], k.A[14], k.A[15] = byte(n>>24), byte(n>>16), byte(n>>8), byte(n)
	return &c.packet
}

func (c *crowd) process(at int64) {
	c.packet.Time = at
	c.shard.Process(&c.packet, c.seq, at)
	c.seq++
}

// take gives the slots of flows that have ended back.
func (c *crowd) take() {
	c.shard.Swap(&c.ended)
	c.shard.Release(c.ended.Ended)
}

// order returns numbers of flows in no order.
func order(flows int) []uint32 {
	random := rand.New(rand.NewPCG(1, 2))
	numbers := make([]uint32, 1<<18)
	for i := range numbers {
		numbers[i] = uint32(random.IntN(flows))
	}
	return numbers
}

func eachSize(b *testing.B, run func(b *testing.B, flows int)) {
	for _, flows := range sizes {
		b.Run(fmt.Sprintf("flows=%d", flows), func(b *testing.B) { run(b, flows) })
	}
}

// BenchmarkHit accounts for packets of flows alive, of each flow in no order.
func BenchmarkHit(b *testing.B) {
	for _, c := range []struct {
		name   string
		config Config
	}{
		{"plain", Config{Idle: forever, Active: forever}},
		{"statistics", Config{Idle: forever, Active: forever, Statistics: true}},
		{"splt", Config{Idle: forever, Active: forever, SPLT: 20}},
	} {
		b.Run(c.name, func(b *testing.B) {
			eachSize(b, func(b *testing.B, flows int) { benchHit(b, c.config, flows) })
		})
	}
}

func benchHit(b *testing.B, config Config, flows int) {
	c, numbers := newCrowd(config, flows), order(flows)
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		n := numbers[i&(len(numbers)-1)]
		c.of(n).Hash = c.hashes[n]
		c.process(int64(i))
		i++
	}
	perPacket(b)
}

// BenchmarkSameFlow accounts for one packet after the other of a single flow.
func BenchmarkSameFlow(b *testing.B) {
	c := newCrowd(Config{Idle: forever, Active: forever}, 1)
	at := int64(0)
	b.ReportAllocs()
	for b.Loop() {
		at++
		c.process(at)
	}
	perPacket(b)
}

// BenchmarkMiss looks for flows that there are not.
func BenchmarkMiss(b *testing.B) {
	eachSize(b, func(b *testing.B, flows int) {
		c := newCrowd(Config{Idle: forever, Active: forever}, flows)
		strangers := make([]uint64, 1<<16)
		for i := range strangers {
			strangers[i] = c.of(uint32(1<<30 + i)).Key.Hash()
		}
		i := 0
		b.ReportAllocs()
		for b.Loop() {
			n := i & (len(strangers) - 1)
			c.of(uint32(1<<30 + n)).Hash = strangers[n]
			if c.shard.Has(&c.packet) {
				b.Fatal("found")
			}
			i++
		}
		perPacket(b)
	})
}

// BenchmarkTurnover begins a flow with every packet, for which the eldest one times out: a miss, a birth, an expiry and
// a release.
func BenchmarkTurnover(b *testing.B) {
	eachSize(b, func(b *testing.B, flows int) {
		c := newCrowd(Config{Idle: int64(flows), Active: forever}, 0)
		at := int64(0)
		turn := func() {
			c.line.Base, c.line.Clocks[0] = c.seq, at
			if c.shard.Due(at) {
				c.shard.Expire(&c.line)
			}
			p := c.of(uint32(at))
			p.Hash = p.Key.Hash()
			c.process(at)
			if at++; at&1023 == 0 {
				c.take()
			}
		}
		for range 2 * flows {
			turn()
		}
		b.ReportAllocs()
		for b.Loop() {
			turn()
		}
		perPacket(b)
	})
}

// BenchmarkExpire ends flows that are all due at once; an op is a flow.
func BenchmarkExpire(b *testing.B) {
	const batch = 1 << 14
	c := newCrowd(Config{Idle: 1000, Active: forever}, batch)
	at, ended := int64(0), 0
	b.ReportAllocs()
	b.ResetTimer()
	for ended < b.N {
		at += 2000
		c.line.Base, c.line.Clocks[0] = c.seq, at
		c.shard.Expire(&c.line)
		c.take()
		ended += batch
		b.StopTimer()
		for n := range batch {
			c.of(uint32(n)).Hash = c.hashes[n]
			c.process(at)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(ended), "ns/flow")
}

// BenchmarkEvict makes room for a flow by the end of the least recent one.
func BenchmarkEvict(b *testing.B) {
	eachSize(b, func(b *testing.B, flows int) {
		c := newCrowd(Config{Idle: forever, Active: forever}, flows)
		i := flows
		b.ReportAllocs()
		for b.Loop() {
			p := c.of(uint32(i))
			p.Hash = p.Key.Hash()
			c.shard.Evict(c.seq)
			c.process(int64(i))
			if i++; i&1023 == 0 {
				c.take()
			}
		}
		perPacket(b)
	})
}

// BenchmarkCount accounts for a packet in a record alone.
func BenchmarkCount(b *testing.B) {
	var core record.Core
	p := packetOf(1, 10)
	core.Start(p, 0, 10)
	at := int64(10)
	b.ReportAllocs()
	for b.Loop() {
		at++
		p.Time = at
		core.Count(p, uint64(at), at)
	}
	perPacket(b)
}

func perPacket(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/packet")
}
