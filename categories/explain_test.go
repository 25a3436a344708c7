package categories

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

func TestHostRule(t *testing.T) {
	corpus.Whole(t, "all of the catalogue")
	for host, want := range map[string]string{
		"www.FaceBook.com.": "facebook.com", "facebook.com": "facebook.com", "notfacebook.com": "", "": "", ".": "",
		strings.Repeat("a.", 500) + "t.co": "t.co",
	} {
		rule, ok := HostRule(host)
		require.Equal(t, want, rule, host)
		require.Equal(t, want != "", ok, host)
	}
}

// HostRule agrees with ByHost for each host of the catalogue.
func TestHostRuleIsByHosts(t *testing.T) {
	for i := range hostRows {
		r := &hostRows[i]
		for _, host := range []string{r.name(), "x." + r.name()} {
			id, category := ByHost(host)
			rule, ok := HostRule(host)
			require.Equal(t, id != 0 || category != 0, ok, host)
			if ok {
				require.True(t, strings.HasSuffix(host, strings.TrimPrefix(rule, "=")), "%s by %s", host, rule)
			}
		}
		for _, p := range hostPatterns[r.first : int(r.first)+int(r.patterns)] {
			text := hostTexts[p.text:]
			before, after := text[:p.before], text[p.before:p.before+p.after]
			rule, ok := HostRule(before + "1" + after + "." + r.name())
			require.True(t, ok)
			require.Contains(t, rule, "*")
		}
	}
}

func TestSpanBits(t *testing.T) {
	starts := []uint32{0, 0x0a000000, 0x0a010000, 0x0a010100}
	for a, want := range map[uint32]int{0x0a000001: 16, 0x0a010001: 24, 0x0a010100: 24, 0x0a010200: 23, 0xffffffff: 1} {
		require.Equal(t, want, spanBits(starts, a, 32), "%x", a)
	}
	require.Equal(t, 0, spanBits([]uint64{0}, 5, 64))
}

// AddressRule agrees with ByAddress at the ends of each range of the catalogue.
func TestAddressRuleIsByAddresss(t *testing.T) {
	for i, first := range ipv4Starts {
		a := netip.AddrFrom4([4]byte{byte(first >> 24), byte(first >> 16), byte(first >> 8), byte(first)})
		p, ok := AddressRule(a)
		require.Equal(t, ipv4Owners[i] != 0, ok)
		if ok {
			require.True(t, p.Contains(a))
		}
	}
	_, ok := AddressRule(netip.Addr{})
	require.False(t, ok)
}

func TestSizes(t *testing.T) {
	all := Sizes()
	require.NotZero(t, all[Facebook].Hosts)
	require.NotContains(t, all, Unknown)
}

func TestToASCII(t *testing.T) {
	name, err := ToASCII("BÜCHER.example.")
	require.NoError(t, err)
	require.Equal(t, "xn--bcher-kva.example", name)
	_, err = ToASCII("a b")
	require.Error(t, err)
}
