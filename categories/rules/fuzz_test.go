package rules_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories/rules"
)

// fuzz parses texts of one format and queries the accepted rules. Nothing may panic.
func fuzz(f *testing.F, format rules.Format, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	addrs := []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1"), {}}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := rules.Parse(text, "fuzz@", format)
		if err != nil {
			require.Nil(t, s)
			return
		}
		for _, name := range []string{"www.a.example", string(text[:min(len(text), 300)]), ""} {
			if m := s.Host(name); m.Found() {
				require.NotEmpty(t, s.Origins(m))
			}
		}
		for _, a := range addrs {
			s.Network(a, tcp, 80)
			s.AS(a)
		}
		s.Port(tcp, 80)
	})
}

func FuzzDetect(f *testing.F) {
	fuzz(f, rules.Detect, stanzas, protocols, hostsFile, documents["Azure"], "a.example\n", "192.0.2.0/24\n", "a.b\t100\n",
		string(database()))
}

func FuzzStanzas(f *testing.F) { fuzz(f, rules.Stanzas, stanzas) }
func FuzzNDPI(f *testing.F)    { fuzz(f, rules.NDPI, protocols) }
func FuzzNDPICategories(f *testing.F) {
	fuzz(f, rules.NDPICategories, "a.example\t100\n192.0.2.1\tVPN\n")
}
func FuzzHostsFile(f *testing.F) { fuzz(f, rules.Hosts, hostsFile) }
func FuzzPrefixes(f *testing.F)  { fuzz(f, rules.Prefixes, "; x\n192.0.2.0/24 ; y\n2001:db8::/32\n") }
func FuzzMMDB(f *testing.F)      { fuzz(f, rules.MMDB, string(database())) }

func FuzzV2fly(f *testing.F) {
	fuzz(f, rules.V2fly, "a.example\ndomain:b.example @ads &x # c\nfull:c.example\nkeyword:k\nregexp:^r$\ninclude:x @-ads\n")
}

func FuzzJSON(f *testing.F) {
	var seeds []string
	for _, text := range documents {
		seeds = append(seeds, text)
	}
	fuzz(f, rules.JSON, seeds...)
}

// FuzzHost compares with a walk over labels.
func FuzzHost(f *testing.F) {
	for _, name := range []string{"www.a.example", "A.EXAMPLE.", "x", "..", "b.example", "x.b.example", "y.FB-1.c.example"} {
		f.Add(name)
	}
	s, err := rules.Parse([]byte("A\n  hosts a.example =b.example fb-*.c.example\n"), "x", rules.Stanzas)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, name string) {
		require.Equal(t, slowly(name), s.Host(name).Found())
	})
}

func slowly(name string) bool {
	lower := strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, strings.TrimSuffix(name, "."))
	labels := strings.Split(lower, ".")
	for i := range labels {
		switch suffix := strings.Join(labels[i:], "."); {
		case suffix == "a.example", suffix == "b.example" && i == 0:
			return true
		case suffix == "c.example" && i > 0 && strings.HasPrefix(labels[i-1], "fb-"):
			return true
		}
	}
	return false
}
