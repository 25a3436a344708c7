package categories_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

func TestByHost(t *testing.T) {
	corpus.Whole(t, "all of the catalogue")
	for host, want := range map[string]categories.ID{
		"facebook.com":                      categories.Facebook,
		"FaceBook.com.":                     categories.Facebook,
		"www.facebook.com":                  categories.Facebook,
		"edge-chat.facebook.com":            categories.FacebookMessenger,
		"notfacebook.com":                   categories.Unknown,
		"facebook.com.example":              categories.Unknown,
		"com":                               categories.Unknown,
		"":                                  categories.Unknown,
		".":                                 categories.Unknown,
		"..":                                categories.Unknown,
		"igcdn-photos-g-a.akamaihd.net":     categories.Instagram,
		"scontent-mxp1-1.cdninstagram.com":  categories.Instagram,
		strings.Repeat("a.", 5000) + "t.co": categories.Twitter,
		strings.Repeat("a", 300):            categories.Unknown,
	} {
		id, _ := categories.ByHost(host)
		require.Equal(t, want, id, host)
	}
	_, category := categories.ByHost("ad.doubleclick.net")
	require.Equal(t, categories.CategoryAdvertisement, category)
}

func TestByAddress(t *testing.T) {
	for addr, want := range map[string]categories.ID{
		"0.0.0.0": 0, "127.0.0.1": 0, "10.1.2.3": 0, "192.168.1.1": 0, "255.255.255.255": 0, "::": 0, "::1": 0, "fe80::1": 0,
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff": 0,
	} {
		require.Equal(t, want, categories.ByAddress(netip.MustParseAddr(addr)), addr)
	}
	require.Zero(t, categories.ByAddress(netip.Addr{}))
}

func TestLookUpsAllocateNothing(t *testing.T) {
	addr := netip.MustParseAddr("8.8.8.8")
	require.Zero(t, testing.AllocsPerRun(100, func() {
		categories.ByHost("igcdn-photos-g-a.akamaihd.net")
		categories.ByAddress(addr)
	}))
}

func FuzzByHost(f *testing.F) {
	for _, host := range []string{"facebook.com", "a.b.c", "..", "\xff.\x00", "igcdn-x-a.akamaihd.net."} {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		id, category := categories.ByHost(host)
		upper, same := categories.ByHost(strings.ToUpper(host))
		if isASCII(host) {
			require.Equal(t, id, upper)
			require.Equal(t, category, same)
		}
		if id != 0 {
			below, _ := categories.ByHost("x." + host)
			require.NotZero(t, below)
		}
	})
}

func isASCII(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0 }
