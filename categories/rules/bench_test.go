package rules_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories/rules"
)

const many = 100_000

// manyNames returns n made-up host names.
func manyNames() []string {
	random := rand.New(rand.NewPCG(1, 2))
	names := make([]string, many)
	for i := range names {
		names[i] = fmt.Sprintf("%s-%d.%s.example", strings.Repeat("x", random.IntN(8)+1), i, [...]string{"cdn", "shop", "mail"}[i%3])
	}
	return names
}

func manyHosts() []byte {
	var text []byte
	for i, name := range manyNames() {
		text = fmt.Appendf(text, "host:%q@Bench %d\n", name, i%500)
	}
	return text
}

// manyMixed returns rules for hosts, IPv4 and IPv6 prefixes and ports.
func manyMixed() []byte {
	random := rand.New(rand.NewPCG(3, 4))
	var text []byte
	for i, name := range manyNames() {
		switch i % 4 {
		case 0, 1:
			text = fmt.Appendf(text, "host:%q@Bench %d\n", name, i%500)
		case 2:
			text = fmt.Appendf(text, "ip:%v/%d@Bench %d\n", addr4(random), 8+random.IntN(25), i%500)
		case 3:
			if i%8 == 3 {
				text = fmt.Appendf(text, "ipv6:[%v]/%d@Bench %d\n", addr6(random), 16+random.IntN(49), i%500)
			} else {
				text = fmt.Appendf(text, "tcp:%d,udp:%d-%d@Bench %d\n", random.IntN(65536), i%60000, i%60000+100, i%500)
			}
		}
	}
	return text
}

func addr4(random *rand.Rand) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], random.Uint32())
	return netip.AddrFrom4(b)
}

func addr6(random *rand.Rand) netip.Addr {
	b := [16]byte{0x20, 1}
	binary.BigEndian.PutUint64(b[2:], random.Uint64())
	return netip.AddrFrom16(b)
}

func BenchmarkCompile(b *testing.B) {
	hosts, mixed := manyHosts(), manyMixed()
	block := []byte("0.0.0.0 " + strings.Join(manyNames(), "\n0.0.0.0 "))
	own := []byte("Bench 1\n  hosts " + strings.Join(manyNames(), "\n  hosts "))
	for _, c := range []struct {
		name   string
		text   []byte
		format rules.Format
	}{{"ndpi-hosts", hosts, rules.NDPI}, {"ndpi-mixed", mixed, rules.NDPI}, {"hosts-file", block, rules.Hosts},
		{"stanzas", own, rules.Stanzas}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rules.Parse(c.text, "bench", c.format); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N), "ms/compile")
		})
	}
}

func BenchmarkLookup(b *testing.B) {
	s, err := rules.Parse(manyMixed(), "bench", rules.NDPI)
	require.NoError(b, err)
	names := manyNames()
	random := rand.New(rand.NewPCG(5, 6))
	var hits, misses [4096]string
	var addrs [4096]netip.Addr
	for i := range hits {
		hits[i] = "www." + names[random.IntN(many)/4*4]
		misses[i] = fmt.Sprintf("www.host-%d.else.example.org", i)
		addrs[i] = addr4(random)
		if i%4 == 0 {
			addrs[i] = addr6(random)
		}
	}
	found, i := 0, 0
	count := func(m rules.Match) {
		if m.Found() {
			found++
		}
		i++
	}
	run := func(name string, look func()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				look()
			}
		})
	}
	run("host/hit", func() { count(s.Host(hits[i%4096])) })
	run("host/miss", func() { count(s.Host(misses[i%4096])) })
	run("network", func() { count(s.Network(addrs[i%4096], tcp, 443)) })
	run("port", func() { count(s.Port(tcp, uint16(i*7919))) })
	run("ja3", func() { count(s.JA3("e7d705a3286e19ea42f587b344ee6865")) })
}

func TestLookupsDoNotAllocate(t *testing.T) {
	s := parse(t, stanzas, "rules.txt", rules.Detect)
	a4, a6 := netip.MustParseAddr("192.0.2.200"), netip.MustParseAddr("2001:db8:1::1")
	// The table of networks reads the bytes of an address. That allocates where the compiler does not inline it, as
	// on 32-bit MIPS and ARM.
	bytes := 0
	slices := testing.AllocsPerRun(100, func() { bytes += len(a4.AsSlice()) + len(a6.AsSlice()) })
	require.Equal(t, slices, testing.AllocsPerRun(100, func() {
		for _, m := range [...]rules.Match{s.Host("www.FB-1.cdn.example"), s.Host("www.none.example"), s.Network(a4, tcp, 80),
			s.Network(a6, udp, 8443), s.Port(tcp, 81), s.Protocol(100), s.JA3("e7d705a3286e19ea42f587b344ee6865"),
			s.JA4("x"), s.Certificate("0a1b2c3d4e5f60718293a4b5c6d7e8f900112233")} {
			if m.Category == 255 {
				t.Fail()
			}
		}
	}))
}
