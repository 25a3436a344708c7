package rules_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/mmdbtest"
)

// database is a database like GeoLite2-ASN.
func database() []byte {
	return mmdbtest.Database("GeoLite2-ASN", mmdbtest.Systems("192.0.2.0/24", 64496, "Example Net"),
		mmdbtest.Systems("2001:db8::/32", 64497, strings.Repeat("Long ", 20)))
}

func system(t *testing.T, s *rules.Set, addr string) rules.AS {
	t.Helper()
	as, ok := s.AS(netip.MustParseAddr(addr))
	require.Equal(t, as.Number != 0, ok)
	return as
}

func TestAS(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	s := parse(t, string(database()), "asn", rules.Detect)
	require.True(t, s.HasAS())
	require.Zero(t, s.Len())
	for range 2 {
		require.Equal(t, rules.AS{Number: 64496, Name: "Example Net"}, system(t, s, "192.0.2.77"))
		require.Equal(t, rules.AS{Number: 64496, Name: "Example Net"}, system(t, s, "::ffff:192.0.2.77"))
		require.Equal(t, uint32(64497), system(t, s, "2001:db8::1").Number)
		require.Zero(t, system(t, s, "198.51.100.1"))
	}
	_, ok := s.AS(netip.Addr{})
	require.False(t, ok)
	addr := netip.MustParseAddr("192.0.2.77")
	require.Zero(t, testing.AllocsPerRun(100, func() { s.AS(addr) }))
}

// Other databases use other keys for the number, and some store it as text.
func TestASByOtherNames(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	p := netip.MustParsePrefix("192.0.2.0/24")
	for _, values := range [][]any{{"asn", "AS64496", "as_name", "Example Net"}, {"asn", "AS64496", "name", "Example Net"},
		{"asn", uint32(64496), "name", "Example Net"}} {
		s := parse(t, string(mmdbtest.Database("x", mmdbtest.Record{Prefix: p, Values: values})), "x.mmdb", rules.Detect)
		require.Equal(t, rules.AS{Number: 64496, Name: "Example Net"}, system(t, s, "192.0.2.77"))
	}
}

func TestNoASDatabase(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	p := netip.MustParsePrefix("192.0.2.0/24")
	countries := mmdbtest.Database("GeoLite2-Country", mmdbtest.Record{Prefix: p, Values: []any{"country", "FR"}})
	_, err := rules.Parse(countries, "x.mmdb", rules.Detect)
	require.ErrorContains(t, err, `x.mmdb: the database has no AS numbers: its type is "GeoLite2-Country"`)
	whole := database()
	for i := range whole {
		_, _ = rules.Parse(whole[:i], "x.mmdb", rules.MMDB)
	}
}

func BenchmarkAS(b *testing.B) {
	s, err := rules.Parse(database(), "x.mmdb", rules.MMDB)
	require.NoError(b, err)
	addr := netip.MustParseAddr("192.0.2.77")
	b.ReportAllocs()
	for b.Loop() {
		s.AS(addr)
	}
}
