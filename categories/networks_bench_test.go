package categories_test

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/internal/gen/source"
)

// BenchmarkByAddress looks up addresses in random order. Known ones are in prefixes of the catalogue with equal
// probability; random ones are anywhere.
func BenchmarkByAddress(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var known4, known6, mapped, random4, random6 [4096]netip.Addr
	four, six := byFamily(networks(b))
	for i := range known4 {
		known4[i] = within(random, four[random.IntN(len(four))].Prefix)
		known6[i] = within(random, six[random.IntN(len(six))].Prefix)
		mapped[i] = netip.AddrFrom16(known4[i].As16())
		random4[i] = within(random, netip.MustParsePrefix("0.0.0.0/0"))
		random6[i] = within(random, netip.MustParsePrefix("2000::/3"))
	}
	b.Run("v4/known", func(b *testing.B) { lookUpAddresses(b, &known4) })
	b.Run("v4/random", func(b *testing.B) { lookUpAddresses(b, &random4) })
	b.Run("v4/mapped", func(b *testing.B) { lookUpAddresses(b, &mapped) })
	b.Run("v6/known", func(b *testing.B) { lookUpAddresses(b, &known6) })
	b.Run("v6/random", func(b *testing.B) { lookUpAddresses(b, &random6) })
}

func lookUpAddresses(b *testing.B, addrs *[4096]netip.Addr) {
	b.ReportAllocs()
	found, i := 0, 0
	for b.Loop() {
		if categories.ByAddress(addrs[i%len(addrs)]) != categories.Unknown {
			found++
		}
		i++
	}
}

// networks returns the networks of the catalogue.
func networks(t testing.TB) []source.Network {
	t.Helper()
	tables, err := source.ReadTables(".")
	if err != nil {
		t.Fatal(err)
	}
	all, err := source.Networks(tables)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func byFamily(all []source.Network) (four, six []source.Network) {
	for _, n := range all {
		if n.Addr().Is4() {
			four = append(four, n)
		} else {
			six = append(six, n)
		}
	}
	return four, six
}

// within returns a random address in a prefix.
func within(random *rand.Rand, p netip.Prefix) netip.Addr {
	if p.Addr().Is4() {
		b := p.Addr().As4()
		host := random.Uint32() & uint32(1<<(32-p.Bits())-1)
		binary.BigEndian.PutUint32(b[:], binary.BigEndian.Uint32(b[:])|host)
		return netip.AddrFrom4(b)
	}
	b := p.Addr().As16()
	upper := random.Uint64() & (1<<(64-p.Bits()) - 1)
	binary.BigEndian.PutUint64(b[:8], binary.BigEndian.Uint64(b[:8])|upper)
	binary.BigEndian.PutUint64(b[8:], random.Uint64())
	return netip.AddrFrom16(b)
}
