package expect

import (
	"math"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	tcp  = 6
	udp  = 17
	icmp = 1
)

func expectation(end string, on l7.Transport, application categories.ID, lifetime time.Duration) *l7.Expectation {
	at := netip.MustParseAddrPort(end)
	return &l7.Expectation{Addr: at.Addr(), Port: at.Port(), On: on, Lifetime: lifetime,
		Classification: l7.Classification{Application: application}}
}

// key returns that of a flow whose source is end A.
func key(proto uint8, src, dst string) *flowkey.Key {
	a, b := netip.MustParseAddrPort(src), netip.MustParseAddrPort(dst)
	return &flowkey.Key{A: a.Addr().As16(), B: b.Addr().As16(), PortA: a.Port(), PortB: b.Port(), Proto: proto}
}

// is returns the application that a flow is expected to be of, 0 for none.
func (c *Cache) is(k *flowkey.Key, reverse bool, clock int64) categories.ID {
	found, ok := c.Lookup(k, reverse, clock)
	if ok != (found != l7.Classification{}) {
		return 1 << 15
	}
	return found.Application
}

func TestNothingIsExpected(t *testing.T) {
	var c Cache
	k := key(tcp, "192.0.2.1:1", "192.0.2.2:2")
	_, ok := c.Lookup(k, false, 0)
	require.False(t, ok)
	require.Nil(t, c.any.entries, "made at the first expectation")
	require.Nil(t, c.exact.entries)
	require.Zero(t, testing.AllocsPerRun(10, func() { c.Lookup(k, false, 0) }))
}

// The more precise end point counts, and of two alike the flow's destination.
func TestOrder(t *testing.T) {
	c := New(16)
	src, dst := "192.0.2.1:40000", "[2001:db8::2]:20000"
	k, back := key(udp, src, dst), key(udp, dst, src)
	for i, end := range []string{"192.0.2.1:0", "[2001:db8::2]:0", src, dst} {
		application := categories.ID(1 + i)
		c.Add(expectation(end, 0, application, 1), 0)
		require.Equal(t, application, c.is(k, false, 0), end)
		require.Equal(t, application, c.is(back, true, 0), "by source, not by end of the key")
	}
}

func TestTransports(t *testing.T) {
	c := New(16)
	c.Add(expectation("192.0.2.1:5000", l7.UDP, 7, time.Minute), 0)
	c.Add(expectation("192.0.2.1:5001", 0, 8, time.Minute), 0)
	c.Add(expectation("192.0.2.9:0", l7.TCP, 9, time.Minute), 0)
	for proto, want := range map[uint8][3]categories.ID{udp: {7, 8, 0}, 136: {7, 8, 0}, tcp: {0, 8, 9}, icmp: {0, 8, 0}} {
		got := [3]categories.ID{c.is(key(proto, "192.0.2.2:1", "192.0.2.1:5000"), false, 0),
			c.is(key(proto, "192.0.2.2:1", "192.0.2.1:5001"), false, 0), c.is(key(proto, "192.0.2.9:1", "192.0.2.8:2"), false, 0)}
		require.Equal(t, want, got, "IP protocol %d", proto)
	}
	require.Zero(t, c.is(key(udp, "192.0.2.2:1", "192.0.2.1:5002"), false, 0), "another port")
}

func TestExpiry(t *testing.T) {
	c := New(16)
	k := key(tcp, "192.0.2.2:1", "192.0.2.1:5000")
	c.Add(expectation("192.0.2.1:5000", 0, 7, 10), 100)
	require.EqualValues(t, 7, c.is(k, false, 109))
	require.Zero(t, c.is(k, false, 110))
	c.Add(expectation("192.0.2.1:5000", 0, 8, 5), 108)
	require.EqualValues(t, 8, c.is(k, false, 112), "the later one replaces the one before")
	c.Add(expectation("192.0.2.1:5000", 0, 9, 10), math.MaxInt64-2)
	require.EqualValues(t, 9, c.is(k, false, math.MaxInt64-1), "the clock does not overflow")
	c.Add(expectation("192.0.2.1:5000", 0, 10, 10), -100)
	require.EqualValues(t, 10, c.is(k, false, -91))
	require.Zero(t, c.is(k, false, -90))
}

// A Cache is as large as it was made, whatever is expected, and holds those that expire last.
func TestBounds(t *testing.T) {
	c := New(1)
	for i := range 1000 {
		end := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), uint16(i%2*5000)).String()
		c.Add(expectation(end, 0, categories.ID(1+i), time.Duration(1000+i)), 0)
	}
	require.Len(t, c.any.entries, Ways)
	require.Len(t, c.exact.entries, Ways)
	for i := range 1000 {
		dst := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), 5000).String()
		want := categories.ID(0)
		if i >= 1000-2*Ways {
			want = categories.ID(1 + i)
		}
		require.Equal(t, want, c.is(key(tcp, "192.0.2.2:1", dst), false, 0), "%d", i)
	}
	require.Equal(t, 192, BytesASet)
}

// What has expired gives way first.
func TestReplacement(t *testing.T) {
	c := New(1)
	for i, lifetime := range []time.Duration{50, 10, 40, 30} {
		c.Add(expectation(netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}), 0).String(), 0, categories.ID(1+i), lifetime), 0)
	}
	c.Add(expectation("10.0.0.9:0", 0, 10, 5), 20)
	for i, want := range []categories.ID{1, 0, 3, 4} {
		dst := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}), 80).String()
		require.Equal(t, want, c.is(key(tcp, "192.0.2.2:1", dst), false, 0))
	}
}

// reference is what a Cache does, by maps: every set keeps its expectations in no order.
type reference struct {
	sets map[*entry]map[endPoint]promise
}

type endPoint struct {
	addr [16]byte
	port uint16
	on   l7.Transport
}

type promise struct {
	application categories.ID
	expiry      int64
}

func (r *reference) add(t *table, x *l7.Expectation, clock int64) {
	p := endPoint{x.Addr.As16(), x.Port, x.On}
	if p.on == 0 {
		p.on = everyTransport
	}
	place := &t.set(&p.addr, p.port)[0]
	set := r.sets[place]
	if set == nil {
		set = map[endPoint]promise{}
		r.sets[place] = set
	}
	if _, ok := set[p]; !ok && len(set) == Ways {
		earliest := int64(math.MaxInt64)
		for _, q := range set {
			earliest = min(earliest, q.expiry)
		}
		for at, q := range set {
			if q.expiry == earliest {
				delete(set, at)
				break
			}
		}
	}
	set[p] = promise{x.Application, clock + int64(x.Lifetime)}
}

// live returns the applications that an end point may be expected to be of.
func (r *reference) live(t *table, at endPoint, clock int64) (all []categories.ID) {
	if t.entries == nil {
		return nil
	}
	for p, q := range r.sets[&t.set(&at.addr, at.port)[0]] {
		if p.addr == at.addr && p.port == at.port && p.on&at.on != 0 && clock < q.expiry {
			all = append(all, q.application)
		}
	}
	return all
}

// FuzzCache compares a Cache with the reference. Every lifetime is another one, so that one expectation is the first to
// give way.
func FuzzCache(f *testing.F) {
	f.Add([]byte("\x01\x00\x00\x05\x02\x01\x00\x09\x81\x00\x00\x01"))
	f.Add([]byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
	f.Fuzz(func(t *testing.T, script []byte) {
		c := New(2)
		r := reference{sets: map[*entry]map[endPoint]promise{}}
		clock := int64(0)
		for n := 1; len(script) >= 4; n++ {
			a, b, life, port := script[0], script[1], script[2], script[3]
			script = script[4:]
			clock += int64(a >> 5)
			addr := netip.AddrFrom4([4]byte{10, 0, 0, a & 15})
			if a&16 == 0 {
				x := &l7.Expectation{Addr: addr, Port: uint16(port & 1), On: l7.Transport(b & 3),
					Lifetime:       time.Duration(1+int64(life))<<16 + time.Duration(n)<<24 - time.Duration(clock),
					Classification: l7.Classification{Application: categories.ID(n)}}
				if x.Lifetime <= 0 {
					continue
				}
				c.Add(x, clock)
				of := &c.any
				if x.Port != 0 {
					of = &c.exact
				}
				r.add(of, x, clock)
				continue
			}
			k := &flowkey.Key{A: netip.AddrFrom4([4]byte{10, 0, 0, b & 15}).As16(), B: addr.As16(), PortA: uint16(port >> 1 & 1),
				PortB: uint16(port & 1), Proto: udp}
			check(t, &c, &r, k, clock)
		}
		require.LessOrEqual(t, len(c.any.entries), 2*Ways)
		require.LessOrEqual(t, len(c.exact.entries), Ways)
	})
}

func check(t *testing.T, c *Cache, r *reference, k *flowkey.Key, clock int64) {
	got := c.is(k, false, clock)
	for _, at := range []struct {
		table *table
		endPoint
	}{
		{&c.exact, endPoint{k.B, k.PortB, l7.UDP}}, {&c.exact, endPoint{k.A, k.PortA, l7.UDP}},
		{&c.any, endPoint{k.B, 0, l7.UDP}}, {&c.any, endPoint{k.A, 0, l7.UDP}},
	} {
		if live := r.live(at.table, at.endPoint, clock); len(live) > 0 {
			require.Contains(t, live, got)
			return
		}
	}
	require.Zero(t, got)
}

func BenchmarkLookup(b *testing.B) {
	k := key(udp, "192.0.2.2:40000", "192.0.2.1:5000")
	full := New(0)
	for i := range 20_000 {
		addr := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		full.Add(expectation(netip.AddrPortFrom(addr, uint16(i%2)*uint16(i)).String(), 0, 7, time.Hour), 0)
	}
	for name, c := range map[string]*Cache{"none": {}, "full": &full} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				k.PortA++
				k.A[15]++
				c.Lookup(k, false, 1)
			}
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	c := New(0)
	x := expectation("192.0.2.2:40000", 0, 7, time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		x.Port++
		c.Add(x, 1)
	}
}
