package flowkey

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

func keyOf(a, b string) Key {
	ends := [2]netip.AddrPort{netip.MustParseAddrPort(a), netip.MustParseAddrPort(b)}
	k := Key{Ver: 6, Proto: 6, PortA: ends[0].Port(), PortB: ends[1].Port()}
	k.A, k.B = ends[0].Addr().As16(), ends[1].Addr().As16()
	if ends[0].Addr().Is4() {
		k.Ver = 4
	}
	return k
}

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		a, b    string
		swapped bool
	}{
		{"10.0.0.1:80", "10.0.0.2:1", false},
		{"10.0.0.2:1", "10.0.0.1:80", true},
		{"200.0.0.1:1", "10.0.0.1:1", true},
		{"10.0.0.1:1", "10.0.0.1:2", false},
		{"10.0.0.1:2", "10.0.0.1:1", true},
		{"10.0.0.1:1", "10.0.0.1:1", false},
		{"[fd00::1]:80", "[fd00::2]:1", false},
		{"[fd00::2]:1", "[fd00::1]:80", true},
		{"[ff00::]:1", "[fd00::1]:1", true},
		{"[fd00::1]:2", "[fd00::1]:1", true},
	} {
		k, other := keyOf(c.a, c.b), keyOf(c.b, c.a)
		require.Equal(t, c.swapped, k.Order(), "%s %s", c.a, c.b)
		other.Order()
		require.Equal(t, k, other, "both directions are one key")
		require.Equal(t, k.Hash(), other.Hash())
		require.False(t, k.Order(), "an ordered key stays as it is")
		if k.Ver == 4 {
			a, b := netip.MustParseAddrPort(c.a), netip.MustParseAddrPort(c.b)
			from, to := a.Addr().As4(), b.Addr().As4()
			put := Key{Ver: 4, Proto: k.Proto}
			require.Equal(t, c.swapped, put.PutEndsIPv4(binary.BigEndian.Uint32(from[:]), binary.BigEndian.Uint32(to[:]),
				a.Port(), b.Port()))
			require.Equal(t, k, put)
		}
	}
}

func TestAddresses(t *testing.T) {
	k := keyOf("10.0.0.1:1", "10.0.0.2:2")
	require.Equal(t, netip.MustParseAddr("10.0.0.1"), k.AddrA())
	require.Equal(t, netip.MustParseAddr("10.0.0.2"), k.AddrB())
	k = keyOf("[fd00::1]:1", "[fd00::2]:2")
	require.Equal(t, netip.MustParseAddr("fd00::1"), k.AddrA())
	require.Equal(t, netip.MustParseAddr("fd00::2"), k.AddrB())

	a := [16]byte{1, 2, 3}
	PutIPv4(&a, []byte{192, 0, 2, 1})
	require.Equal(t, netip.MustParseAddr("::ffff:192.0.2.1").As16(), a)
}

func TestHashDependsOnEveryField(t *testing.T) {
	for _, base := range []Key{keyOf("10.0.0.1:1", "10.0.0.2:2"), keyOf("[fd00::1]:1", "[fd00::2]:2")} {
		seen := map[uint64]string{base.Hash(): "none"}
		add := func(name string, change func(*Key)) {
			k := base
			change(&k)
			require.NotContains(t, seen, k.Hash(), name)
			seen[k.Hash()] = name
		}
		from := 0
		if base.Ver == 4 {
			from = 12
		}
		for i := from; i < 16; i++ {
			add("A", func(k *Key) { k.A[i] ^= 0x80 })
			add("B", func(k *Key) { k.B[i] ^= 0x80 })
		}
		add("PortA", func(k *Key) { k.PortA++ })
		add("PortB", func(k *Key) { k.PortB++ })
		add("VLAN", func(k *Key) { k.VLAN++ })
		add("Proto", func(k *Key) { k.Proto++ })
		add("Tunnel", func(k *Key) { k.Tunnel++ })
		add("Ver", func(k *Key) { k.Ver ^= 2 })
	}
}

// TestHashDistribution fills buckets by the low and by the high bits of the hashes of similar keys.
func TestHashDistribution(t *testing.T) {
	const buckets, perBucket = 1024, 64
	var low, high [buckets]int
	k := keyOf("10.0.0.1:1024", "10.0.0.2:443")
	for i := range buckets * perBucket {
		k.PortA, k.A[15] = uint16(1024+i%4096), byte(i/4096)
		h := k.Hash()
		low[h%buckets]++
		high[h>>(64-bits.Len(buckets-1))]++
	}
	for i := range buckets {
		require.InDelta(t, perBucket, low[i], perBucket*3/4, "low bits")
		require.InDelta(t, perBucket, high[i], perBucket*3/4, "high bits")
	}
}

// TestHashAvalanche flips one bit of a key: half of the hash's bits should follow.
func TestHashAvalanche(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var flipped, n int
	for range 2000 {
		k := Key{Ver: 6, Proto: 17, PortA: uint16(r.Uint32()), PortB: uint16(r.Uint32())}
		for i := range k.A {
			k.A[i], k.B[i] = byte(r.Uint32()), byte(r.Uint32())
		}
		h := k.Hash()
		k.B[r.IntN(16)] ^= 1 << r.IntN(8)
		flipped += bits.OnesCount64(h ^ k.Hash())
		n++
	}
	require.InDelta(t, 32, float64(flipped)/float64(n), 1)
}

func TestHashAllocatesNothing(t *testing.T) {
	k := keyOf("[fd00::2]:1", "[fd00::1]:2")
	require.Zero(t, testing.AllocsPerRun(100, func() { k.Order(); k.Hash() }))
}

// Keys that differ only in ignored parts are equal and have the same hash; no other keys are.
func TestIgnoredParts(t *testing.T) {
	for _, i := range []Ignored{{}, {VLAN: true}, {Tunnel: true}, {VLAN: true, Tunnel: true}} {
		a := Key{PortA: 1, PortB: 2, VLAN: 3, Proto: 17, Ver: 4, Tunnel: 5}
		for _, change := range []func(*Key){func(k *Key) { k.VLAN = 9 }, func(k *Key) { k.Tunnel = 9 },
			func(k *Key) { k.PortA = 9 }, func(k *Key) { k.PortB = 9 }, func(k *Key) { k.Proto = 9 }, func(k *Key) { k.Ver = 9 },
			func(k *Key) { k.A[15] = 9 }, func(k *Key) { k.B[15] = 9 }, func(*Key) {}} {
			b := a
			change(&b)
			same := a.Without(i) == b.Without(i)
			require.Equal(t, same, a.EqualWithout(&b, i), "%+v %+v", i, b)
			require.Equal(t, same, a.HashWithout(i) == b.HashWithout(i), "%+v %+v", i, b)
		}
		require.Equal(t, i == Ignored{}, a.HashWithout(i) == a.Hash())
	}
}
