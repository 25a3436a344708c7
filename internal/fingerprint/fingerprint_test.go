package fingerprint_test

import (
	"testing"

	"github.com/nfstream/nfstream-go/internal/fingerprint"
	"github.com/stretchr/testify/require"
)

// The fingerprints are those of nDPI 5.0 for captures.
func TestNDPI(t *testing.T) {
	for _, c := range []struct{ tcp, ja4, name, want string }{
		{"", "dd2i120700_7c0e62f61317_d9dd6182da81", "", "c82cc366dfc8c131add87f34d465a4ea"},
		{"", "q00d0308h9_55b375c5d22e_23ed935430f2", "a.example", "01fbeba8a1e76445bca5e53187a153d4"},
		{"2_64_65535_15db81ff8b0d", "t12d6707h2_2955a3196ffa_c83f907a73d3", "a.example", "61c897cbca2d35e18c81556cf7ac7c3f"},
		{"2_64_65535_15db81ff8b0d", "t12d370500_07a749158664_d075105c1994", "192.168.115.75", "aa7eafaa128c9b8a39bd010d912570a8"},
		{"2_64_14000_078416dac97d", "t10i150000_e2ff6cb279ee_000000000000", "", "28a778839000b83d0a700e6e7fad161d"},
		{"2_64_29200_7f0b1e49d59f", "", "", "edb273db56c0dc96d971706894fb05db"},
	} {
		got := fingerprint.AppendNDPI([]byte("x"), []byte(c.tcp), []byte(c.ja4), c.name)
		require.Equal(t, "x"+c.want, string(got), c.ja4)
	}
}

func TestOS(t *testing.T) {
	for tcp, want := range map[string]string{
		"2_64_64240_2e3cee914fc1":     "Linux",
		"2_64_65535_2e3cee914fc1":     "Android",
		"194_64_65535_15db81ff8b0d":   "iOS_iPad_OS",
		"2_64_65535_15db81ff8b0d":     "", // of iOS and of macOS
		"2_128_64240_6bb88f5575fd":    "Windows",
		"2_64_65535_d29295416479":     "macOS",
		"":                            "",
		" ":                           "",
		"2_64_64240":                  "",
		"2_64_64240_2e3cee914fc1 2_6": "",
	} {
		require.Equal(t, want, fingerprint.OS([]byte(tcp)), tcp)
	}
}

func TestClient(t *testing.T) {
	for ja4, want := range map[string]string{
		"t13d1516h2_8daaf6152771_02713d6af862": "Chromium",
		"q13d0312h3_55b375c5d22e_06cda9e17597": "Chromium",
		"t13d1910h2_9dc949149365_97f8aa674fd9": "Go",
		"t13d1516h2_8daaf6152771_000000000000": "",
		"t13d1516h2_8daaf6152771":              "",
		"_":                                    "",
		"":                                     "",
	} {
		require.Equal(t, want, fingerprint.Client([]byte(ja4)), ja4)
	}
}

func TestNothingIsAllocated(t *testing.T) {
	dst, tcp := make([]byte, 0, 64), []byte("2_64_64240_2e3cee914fc1")
	ja4 := []byte("t13d1516h2_8daaf6152771_02713d6af862")
	require.Zero(t, testing.AllocsPerRun(100, func() {
		fingerprint.OS(tcp)
		fingerprint.Client(ja4)
		fingerprint.AppendNDPI(dst, tcp, ja4, "a.example")
	}))
}
