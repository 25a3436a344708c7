package mmdb_test

import (
	"bytes"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/oschwald/maxminddb-golang/v2"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/mmdb"
	"github.com/nfstream/nfstream-go/internal/mmdbtest"
)

func database() []byte {
	return mmdbtest.Database("Test", mmdbtest.Systems("192.0.2.0/24", 64496, "Example Net"),
		mmdbtest.Systems("198.51.100.0/25", 65551, "Other Net"),
		mmdbtest.Systems("2001:db8::/32", 64497, strings.Repeat("Long ", 20)),
		mmdbtest.Record{Prefix: netip.MustParsePrefix("2001:db9::/48"),
			Values: []any{"asn", "AS64499", "small", uint16(7), strings.Repeat("k", 300), "v"}})
}

// widened is a database whose nodes have records of 24 bits, with records of so many.
func widened(db []byte, bits int) []byte {
	meta := bytes.LastIndex(db, []byte(mmdb.Marker))
	sized := []byte("record_size\xa2\x00\x18")
	at := meta + bytes.Index(db[meta:], sized) + len(sized) - 1
	end := bytes.Index(db, append(make([]byte, 16), 0xe2)) // the separator, and the first map
	var tree []byte
	for n := 0; n+6 <= end; n += 6 {
		l, r := db[n:n+3], db[n+3:n+6]
		if bits == 28 {
			tree = append(append(append(tree, l...), 0), r...)
		} else {
			tree = append(append(append(append(tree, 0), l...), 0), r...)
		}
	}
	out := slices.Concat(tree, db[end:at], []byte{byte(bits)}, db[at+1:])
	return out
}

type record struct {
	Number uint32 `maxminddb:"autonomous_system_number"`
	Name   string `maxminddb:"autonomous_system_organization"`
	ASN    string `maxminddb:"asn"`
	Small  uint16 `maxminddb:"small"`
}

func of(r *mmdb.Reader, place uint32) record {
	number, _ := r.Value(place, "autonomous_system_number")
	name, _ := r.Value(place, "autonomous_system_organization")
	asn, _ := r.Value(place, "asn")
	small, _ := r.Value(place, "small")
	return record{uint32(number.Number), name.Text, asn.Text, uint16(small.Number)}
}

func TestAsMaxMindsReader(t *testing.T) {
	db := database()
	require.True(t, mmdb.Is(string(db)))
	for _, db := range [][]byte{db, widened(db, 28), widened(db, 32)} {
		want, err := maxminddb.OpenBytes(db)
		require.NoError(t, err)
		got, err := mmdb.Open(string(db))
		require.NoError(t, err)
		require.Equal(t, "Test", got.Type)
		r := rand.New(rand.NewPCG(1, 2))
		found := 0
		for i := range 4000 {
			a := [16]byte{0x20, 0x01, 0x0d, 0xb8 + byte(i&1)}
			addr := netip.AddrFrom16(a)
			if i%4 > 1 {
				b := [4]byte{192, 0, 2 + byte(r.IntN(2)), byte(r.IntN(256))}
				if i%4 == 2 {
					b = [4]byte{198, 51, 100, byte(r.IntN(256))}
				}
				addr = netip.AddrFrom4(b)
			}
			answer := want.Lookup(addr)
			place, ok := got.Lookup(addr)
			require.Equal(t, answer.Found(), ok, addr)
			if ok {
				var is record
				require.NoError(t, answer.Decode(&is))
				require.Equal(t, is, of(got, place))
				found++
			}
		}
		require.Greater(t, found, 2000)
		var places []uint32
		for place := range got.Records() {
			places = append(places, place)
		}
		require.Len(t, places, 4)
	}
}

func TestNothingThere(t *testing.T) {
	r, err := mmdb.Open(string(database()))
	require.NoError(t, err)
	_, ok := r.Lookup(netip.Addr{})
	require.False(t, ok)
	place, ok := r.Lookup(netip.MustParseAddr("192.0.2.1"))
	require.True(t, ok)
	_, ok = r.Value(place, "missing")
	require.False(t, ok)
	_, ok = r.Value(1<<31, "missing")
	require.False(t, ok)
	require.Zero(t, testing.AllocsPerRun(100, func() { r.Value(place, "autonomous_system_organization") }))
}

func TestNoDatabase(t *testing.T) {
	db := string(database())
	for i := range strings.Index(db, "binary_format_minor_version") - 1 {
		_, err := mmdb.Open(db[:i])
		require.ErrorIs(t, err, mmdb.ErrFormat)
	}
	_, err := mmdb.Open(strings.Replace(db, "record_size\xa2\x00\x18", "record_size\xa2\x00\x19", 1))
	require.ErrorIs(t, err, mmdb.ErrFormat)
	require.False(t, mmdb.Is(db+strings.Repeat(" ", mmdb.MarkerRoom)))
}

func FuzzOpen(f *testing.F) {
	f.Add(string(database()))
	f.Add(string(widened(database(), 28)))
	f.Add(strings.Replace(string(database()), "ip_version\xa2\x00\x06", "ip_version\xa2\x00\x04", 1))
	f.Fuzz(func(t *testing.T, text string) {
		r, err := mmdb.Open(text)
		if err != nil {
			require.ErrorIs(t, err, mmdb.ErrFormat)
			return
		}
		n := 0
		for place := range r.Records() {
			of(r, place)
			if n++; n == 1000 {
				break
			}
		}
		r.Lookup(netip.MustParseAddr("192.0.2.1"))
		r.Lookup(netip.MustParseAddr("2001:db8::1"))
	})
}
