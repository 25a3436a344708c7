package mmdb_test

import (
	"encoding/binary"
	"net/netip"
	"strings"
	"testing"

	"github.com/oschwald/maxminddb-golang/v2"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/mmdb"
	"github.com/nfstream/nfstream-go/internal/mmdbtest"
)

var addresses = []string{"192.0.2.0", "192.0.2.255", "192.0.3.0", "198.51.100.1", "::ffff:192.0.2.9", "2001:db8::1", "2001:db9::",
	"::", "::192.0.2.9", "0.0.0.0", "255.255.255.255", "fe80::1%eth0"}

// databases are of all kinds of texts and sizes of branches.
func databases() map[string][]byte {
	small := mmdbtest.Database("GeoLite2-ASN", mmdbtest.Systems("192.0.2.0/24", 64496, "Example Net"),
		mmdbtest.Systems("2001:db8::/32", 64497, strings.Repeat("Long ", 20)),
		mmdbtest.Systems("2001:db9::/48", 64498, strings.Repeat("Longer", 100)))
	return map[string][]byte{"24 bits": small, "28 bits": widen(small, 28), "32 bits": widen(small, 32),
		"nothing": mmdbtest.Database("x")}
}

// widen returns a database of 24 bits a branch with wider ones.
func widen(db []byte, bits byte) []byte {
	at := strings.LastIndex(string(db), "\xab\xcd\xefMaxMind.com")
	meta := []byte(strings.Replace(string(db[at:]), "record_size\xa2\x00\x18", "record_size\xa2\x00"+string(rune(bits)), 1))
	i := strings.Index(string(meta), "node_count\xc4")
	nodes := binary.BigEndian.Uint32(meta[i+len("node_count\xc4"):])
	var out []byte
	for n := range nodes {
		l, r := db[n*6:][:3], db[n*6+3:][:3]
		if bits == 28 {
			out = append(append(append(out, l...), 0), r...)
		} else {
			out = append(append(append(append(out, 0), l...), 0), r...)
		}
	}
	return append(append(out, db[nodes*6:at]...), meta...)
}

// The library of the format's authors reads the same.
func TestLookup(t *testing.T) {
	for name, data := range databases() {
		t.Run(name, func(t *testing.T) {
			db, err := mmdb.Open(data)
			require.NoError(t, err)
			want, err := maxminddb.OpenBytes(data)
			require.NoError(t, err)
			require.Equal(t, want.Metadata.DatabaseType, db.Type())
			for _, a := range addresses {
				same(t, want.Lookup(netip.MustParseAddr(a).Unmap()), db, netip.MustParseAddr(a))
			}
			_, ok := db.Lookup(netip.Addr{})
			require.False(t, ok)
		})
	}
}

func same(t *testing.T, want maxminddb.Result, db *mmdb.Database, a netip.Addr) {
	t.Helper()
	got, ok := db.Lookup(a)
	require.Equal(t, want.Found(), ok, a)
	if !ok {
		return
	}
	require.Equal(t, uint64(want.Offset()), uint64(got.Place()), a)
	var number uint64
	var text string
	if want.DecodePath(&number, "autonomous_system_number") == nil {
		n, _ := got.Number("autonomous_system_number")
		require.Equal(t, number, n)
	}
	if want.DecodePath(&text, "autonomous_system_organization") == nil {
		s, _ := got.Text("autonomous_system_organization")
		require.Equal(t, text, s)
	}
}

func TestRecords(t *testing.T) {
	db, err := mmdb.Open(databases()["28 bits"])
	require.NoError(t, err)
	systems := map[uint64]int{}
	for r := range db.Records() {
		n, ok := r.Number("autonomous_system_number")
		require.True(t, ok)
		systems[n]++
	}
	require.Equal(t, map[uint64]int{64496: 1, 64497: 1, 64498: 1}, systems)
	for range db.Records() {
		break // ends the iteration
	}
}

// TestValues reads values of each type, given as the bytes of the specification's "Data Field Format".
func TestValues(t *testing.T) {
	p := netip.MustParsePrefix("192.0.2.0/24")
	data := mmdbtest.Database("x", mmdbtest.Record{Prefix: p, Values: []any{"k", "v"}})
	record := "\xe1\x41k\x41v"
	for in, want := range map[string]string{
		"\xe1\x41k\x41w":                                          "w",      // a map
		"\xe2\x41a\xe1\x41k\x41x\x41k\x41w":                       "w",      // after another map
		"\xe2\x41a\x02\x04\x41x\xa1\x07\x41k\x41w":                "w",      // after an array
		"\xe2\x41a\x01\x07\x41k\x41w":                             "w",      // after true
		"\xe2\x41a\x68\x00\x00\x00\x00\x00\x00\x00\x00\x41k\x41w": "w",      // after a double
		"\xe2\x41a\x20\x05\x41k\x41w":                             "w",      // after a pointer
		"\xe1\x41k\x20\x05\x41w":                                  "w",      // a pointer to the text
		"\xe1\x41k\x20\x05\x20\x07\x41w":                          "-",      // a pointer to a pointer
		"\xe1\x41k\x20\x03":                                       "-",      // a pointer to itself
		"\xe1\x41k\xa1\x07":                                       "-",      // a number
		"\xe1\x41j\x41w":                                          "-",      // another key
		"\xe1\xa1\x07\x41w":                                       "-",      // a key that is no text
		"\xff\xff\xff\xff\x41a\x41b":                              "-",      // more entries than bytes
		"\x41w":                                                   "-",      // no map
		"\xe1\x41k\x42\xff\xfe":                                   "\uFFFD", // no UTF-8
		"":                                                        "-",
	} {
		text := strings.Replace(string(data), record, in, 1)
		db, err := mmdb.Open([]byte(text))
		require.NoError(t, err)
		got := "-"
		if r, ok := db.Lookup(p.Addr()); ok {
			if s, ok := r.Text("k"); ok {
				got = s
			}
		}
		require.Equal(t, want, got, "%q", in)
	}
}

func TestNoDatabase(t *testing.T) {
	whole := databases()["24 bits"]
	require.True(t, mmdb.Is(string(whole)))
	require.False(t, mmdb.Is("MaxMind.com"))
	for reason, text := range map[string]string{
		"it has no metadata":                   "",
		"of version 0: want 2":                 "\xab\xcd\xefMaxMind.com",
		"of version 3: want 2":                 strings.Replace(string(whole), "major_version\xa2\x00\x02", "major_version\xa2\x00\x03", 1),
		"of 26 bits: want 24, 28 or 32":        strings.Replace(string(whole), "record_size\xa2\x00\x18", "record_size\xa2\x00\x1a", 1),
		"is cut: its tree ends after its data": string(whole[strings.Index(string(whole), "\xab\xcd\xef"):]),
	} {
		_, err := mmdb.Open([]byte(text))
		require.ErrorContains(t, err, reason)
	}
}

// FuzzOpen looks for crashes, for endless work, and for records that the format's authors read otherwise.
func FuzzOpen(f *testing.F) {
	for _, data := range databases() {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		db, err := mmdb.Open(data)
		if err != nil {
			return
		}
		for r := range db.Records() {
			r.Number("autonomous_system_number")
			r.Text("autonomous_system_organization", "en")
		}
		for _, a := range addresses {
			if r, ok := db.Lookup(netip.MustParseAddr(a)); ok {
				r.Text("names", "en")
			}
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	db, err := mmdb.Open(databases()["28 bits"])
	require.NoError(b, err)
	addr := netip.MustParseAddr("192.0.2.77")
	b.ReportAllocs()
	for b.Loop() {
		db.Lookup(addr)
	}
}
