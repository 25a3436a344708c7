package anonymize

import (
	"math/bits"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

// sampleKey is the key of the sample in Crypto-PAn 1.0 by Jinliang Fan.
var sampleKey = []byte{
	21, 34, 23, 141, 51, 164, 207, 128, 19, 10, 91, 22, 73, 144, 125, 16,
	216, 152, 143, 131, 121, 121, 101, 39, 98, 87, 76, 45, 42, 132, 34, 2,
}

// The first addresses and pseudonyms are from the trace of that sample. The last ones, of IPv6, are those on which
// implementations agree.
func TestCryptoPAnSample(t *testing.T) {
	c := newCryptoPAn(sampleKey)
	for from, to := range map[string]string{
		"128.11.68.132":   "135.242.180.132",
		"129.118.74.4":    "134.136.186.123",
		"130.132.252.244": "133.68.164.234",
		"141.223.7.43":    "141.167.8.160",
		"141.233.145.108": "141.129.237.235",
		"192.102.249.13":  "252.138.62.131",
		"24.5.0.80":       "100.9.15.210",
		"38.15.67.68":     "64.3.66.187",
		"4.3.88.225":      "124.60.155.63",
		"64.39.15.238":    "0.219.7.41",
		"10.185.25.118":   "117.161.29.118",
		"::1":             "78ff:f001:9fc0:20df:8380:b1f1:704:ed",
		"::ffff":          "78ff:f001:9fc0:20df:8380:b1f1:704:f838",
		"2001:db8::1":     "4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e",
	} {
		require.Equal(t, to, c.addr(netip.MustParseAddr(from)).String(), from)
	}
}

func common(a, b netip.Addr) (n int) {
	x, y := a.AsSlice(), b.AsSlice()
	for i := range x {
		if d := x[i] ^ y[i]; d != 0 {
			return n + bits.LeadingZeros8(d)
		}
		n += 8
	}
	return n
}

func TestCommonPrefixesStayAsLong(t *testing.T) {
	a, err := New(nil)
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		x := make([]byte, 4+12*random.IntN(2))
		for i := range x {
			x[i] = byte(random.Uint32())
		}
		one, _ := netip.AddrFromSlice(x)
		bit := random.IntN(8 * len(x))
		x[bit/8] ^= 0x80 >> (bit % 8)
		x[len(x)-1] ^= byte(random.IntN(2))
		two, _ := netip.AddrFromSlice(x)
		require.Equal(t, common(one, two), common(a.Addr(one), a.Addr(two)), "%v %v", one, two)
		require.Equal(t, one.Is4(), a.Addr(one).Is4())
	}
}

func BenchmarkAddr(b *testing.B) {
	for _, addr := range []string{"192.0.2.1", "2001:db8::1"} {
		b.Run(addr, func(b *testing.B) {
			c, a := newCryptoPAn(sampleKey), netip.MustParseAddr(addr)
			b.ReportAllocs()
			for b.Loop() {
				c.addr(a)
			}
		})
	}
}
