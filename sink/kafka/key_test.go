package kafka

import (
	"encoding/hex"
	"hash/fnv"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
)

// TestKey holds keys for ever: consumers compute them, and a change would move hosts to other partitions.
func TestKey(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"192.0.2.1", "198.51.100.2", "043a6e6ae8bb9251"},
		{"2001:db8::1", "2001:db8::2", "a55991005f81abec"},
		{"10.0.0.1", "10.0.0.1", "98a184216a8cc591"},
	} {
		a, b := netip.MustParseAddr(c.a), netip.MustParseAddr(c.b)
		key := Key(a, b)
		require.Equal(t, key, Key(b, a))
		require.Equal(t, c.want, hex.EncodeToString(key[:]), c.a)
		hash := fnv.New64a() // another implementation
		low, high := a.As16(), b.As16()
		hash.Write(low[:])
		hash.Write(high[:])
		require.Equal(t, hash.Sum(nil), key[:])
	}
	require.Equal(t, Key(netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")),
		Key(netip.MustParseAddr("::ffff:10.0.0.2"), netip.MustParseAddr("::ffff:10.0.0.1")))
}

// TestKeysHide checks that keys are made of what rows show.
func TestKeysHide(t *testing.T) {
	plain := nfstream.Config{Fields: []string{"src_ip", "dst_ip"}}
	columns, flows := rowstest.Flows(t, 500, plain)
	k := newKeyer(columns)
	for _, f := range flows {
		require.Equal(t, Key(f.Src().Addr(), f.Dst().Addr()), k.key(f))
	}
	require.Zero(t, testing.AllocsPerRun(100, func() { k.key(flows[0]) }))

	for _, prefix := range []bool{false, true} {
		hidden := plain
		hidden.Anonymize, hidden.AnonymizePrefix, hidden.AnonymizeKey = hidden.Fields, prefix, []byte("0123456789abcdef0123456789abcdef")
		columns, flows = rowstest.Flows(t, 500, hidden)
		k = newKeyer(columns)
		by := map[[KeySize]byte][KeySize]byte{}
		for _, f := range flows {
			real, key := Key(f.Src().Addr(), f.Dst().Addr()), k.key(f)
			require.NotEqual(t, real, key)
			if before, ok := by[real]; ok {
				require.Equal(t, before, key, "all flows of two hosts have one key")
			}
			by[real] = key
			if prefix {
				require.Equal(t, Key(netip.MustParseAddr(columns[0].Text(f)), netip.MustParseAddr(columns[1].Text(f))), key)
			}
		}
	}
	columns, _ = rowstest.Flows(t, 1, nfstream.Config{Fields: []string{"src_ip", "dst_port"}})
	require.Nil(t, newKeyer(columns))
}
