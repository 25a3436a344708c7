package anonymize

import (
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// key and the values below come from Python:
//
//	key = bytes(range(16))
//	prk = hmac.digest(bytes(32), key, 'sha256')
//	derived = hmac.digest(prk, b'nfstream anonymize hash v1' + b'\x01', 'sha256')
//	hmac.digest(derived, b'10.0.0.1', 'sha256')[:16].hex()
func testKey() []byte {
	return []byte("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f")
}

func anonymizer(t testing.TB, key []byte) *Anonymizer {
	t.Helper()
	a, err := New(key)
	require.NoError(t, err)
	return a
}

func hashed(a *Anonymizer, text string) string { return string(a.Hash([]byte(text), 0)) }

func TestHash(t *testing.T) {
	a := anonymizer(t, testKey())
	require.Equal(t, "5d4c143dc9680786f406586e00202cf4", hashed(a, "10.0.0.1"))
	require.Equal(t, hashed(a, "10.0.0.1"), hashed(anonymizer(t, testKey()), "10.0.0.1"))
	require.NotEqual(t, hashed(a, "10.0.0.1"), hashed(a, "10.0.0.2"))
	require.NotEqual(t, hashed(a, "10.0.0.1"), hashed(anonymizer(t, make([]byte, 16)), "10.0.0.1"))
}

func TestHashReplacesTheEnd(t *testing.T) {
	a := anonymizer(t, testKey())
	long := strings.Repeat("x", 1000)
	require.Equal(t, "before,"+hashed(a, "10.0.0.1"), string(a.Hash([]byte("before,10.0.0.1"), 7)))
	require.Equal(t, "before,"+hashed(a, long), string(a.Hash([]byte("before,"+long), 7)))
	require.Equal(t, "before,", string(a.Hash([]byte("before,"), 7)))
}

func TestRandomKeysDiffer(t *testing.T) {
	require.NotEqual(t, hashed(anonymizer(t, nil), "x"), hashed(anonymizer(t, nil), "x"))
}

func TestShortKeysAreRefused(t *testing.T) {
	_, err := New(make([]byte, MinKey-1))
	require.ErrorContains(t, err, "has 15 bytes: want at least 16")
	_, err = New(make([]byte, 1000))
	require.NoError(t, err)
}

func TestConcurrentUse(t *testing.T) {
	a := anonymizer(t, testKey())
	hash, addr := hashed(a, "text"), a.Addr(netip.MustParseAddr("192.0.2.1"))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				if hashed(a, "text") != hash || a.Addr(netip.MustParseAddr("192.0.2.1")) != addr {
					t.Error("another value")
				}
			}
		})
	}
	all.Wait()
}

func TestSteadyStateAllocatesNothing(t *testing.T) {
	a := anonymizer(t, testKey())
	dst := make([]byte, 0, 64)
	addrs := [...]netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")}
	require.Zero(t, testing.AllocsPerRun(100, func() {
		a.Hash(append(dst, "text"...), 0)
		for _, addr := range addrs {
			a.Addr(addr)
		}
	}))
}

func BenchmarkHash(b *testing.B) {
	a := anonymizer(b, testKey())
	dst := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		a.Hash(append(dst, "192.0.2.1"...), 0)
	}
}

func BenchmarkCachedAddr(b *testing.B) {
	a, addr := anonymizer(b, testKey()), netip.MustParseAddr("192.0.2.1")
	b.ReportAllocs()
	for b.Loop() {
		a.Addr(addr)
	}
}
