package rules_test

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/risk"
)

const (
	tcp = categories.TransportTCP
	udp = categories.TransportUDP
)

func parse(t *testing.T, text, name string, f rules.Format) *rules.Set {
	t.Helper()
	s, err := rules.Parse([]byte(text), name, f)
	require.NoError(t, err)
	return s
}

// says formats a match as App/Category, with - for none.
func says(m rules.Match) string {
	if !m.Found() {
		return "-"
	}
	name := m.App.Name()
	if m.App == 0 {
		name = ""
	}
	if m.Category != 0 {
		name += "/" + m.Category.Name()
	}
	return name
}

func host(s *rules.Set, name string) string { return says(s.Host(name)) }

func network(s *rules.Set, addr string, port uint16) string {
	return says(s.Network(netip.MustParseAddr(addr), tcp, port))
}

func TestNoRules(t *testing.T) {
	empty, err := rules.Load()
	require.NoError(t, err)
	for _, s := range []*rules.Set{nil, {}, empty} {
		require.Zero(t, s.Len())
		require.Zero(t, s.Skipped())
		require.False(t, s.HasAS())
		require.False(t, s.Host("a.com").Found())
		require.False(t, s.Network(netip.MustParseAddr("192.0.2.1"), tcp, 1).Found())
		require.False(t, s.Port(tcp, 443).Found())
		require.False(t, s.Protocol(categories.TLS).Found())
		require.False(t, s.JA3("").Found())
		require.False(t, s.JA4("").Found())
		require.False(t, s.Certificate("").Found())
		_, ok := s.AS(netip.MustParseAddr("192.0.2.1"))
		require.False(t, ok)
	}
}

const stanzas = `# Ours
Rules Intranet
  category     Cloud
  breed        Safe
  hosts        intranet.example =portal.example fb-*.cdn.example {a,b}.brace.example bücher.example
  networks     192.0.2.0/24 198.51.100.7 2001:db8::/48 [2001:db8:1::]/48:8443 203.0.113.0/24:8000-8010
  ports        tcp/81 udp/5000-5010 9999
  protocols    SIP
  ja3          E7D705A3286E19EA42F587B344EE6865
  ja4          t13d1516h2_8daaf6152771_e5627efa2ab1
  certificates 0A:1b:2c:3d:4e:5f:60:71:82:93:a4:b5:c6:d7:e8:f9:00:11:22:33
  source       us

Google
  hosts        search.intranet.example

-
  category     Rules Cameras
  hosts        cameras.example
  networks     192.0.2.128/25
-
  tcp_fingerprints  2_64_5840_c68b361cc04e
  os_hint      Open Wrt
  ja4          t13d1516h2_8daaf6152771_e5627efa2ab1
  tls_client   Our agent
`

func TestStanzas(t *testing.T) {
	s := parse(t, stanzas, "rules.txt", rules.Detect)
	own := "Rules Intranet/Cloud"
	for name, want := range map[string]string{
		"intranet.example": own, "A.Intranet.EXAMPLE.": own, "xintranet.example": "-", "example": "-", "": "-", ".": "-",
		"portal.example": own, "a.portal.example": "-", "fb-1.cdn.example": own, "x.fb-1.cdn.example": own,
		"cdn.example": "-", "b.brace.example": own, "xn--bcher-kva.example": own, "a.search.intranet.example": "Google",
		"cameras.example": "/Rules Cameras", strings.Repeat("a.", 400) + "intranet.example": own,
		strings.Repeat("a", 400) + "intranet.example": "-",
	} {
		require.Equal(t, want, host(s, name), name)
	}
	for addr, want := range map[string]string{
		"192.0.2.1": own, "::ffff:192.0.2.1": own, "192.0.3.1": "-", "198.51.100.7": own, "198.51.100.8": "-",
		"2001:db8::1": own, "2001:db8:1::1": "-", "203.0.113.1": "-", "192.0.2.200": "Rules Intranet/Rules Cameras",
	} {
		require.Equal(t, want, network(s, addr, 80), addr)
	}
	require.Equal(t, own, network(s, "2001:db8:1::1", 8443))
	require.Equal(t, own, network(s, "203.0.113.1", 8010))
	require.Equal(t, own, says(s.Port(tcp, 81)))
	require.Equal(t, "-", says(s.Port(udp, 81)))
	require.Equal(t, own, says(s.Port(udp, 5010)))
	require.Equal(t, own, says(s.Port(udp, 9999)))
	require.Equal(t, "-", says(s.Port(tcp|udp, 9999)))
	require.Equal(t, own, says(s.Protocol(categories.SIP)))
	require.Equal(t, own, says(s.JA3("e7d705a3286e19ea42f587b344ee6865")))
	require.Equal(t, own, says(s.JA4("t13d1516h2_8daaf6152771_e5627efa2ab1")))
	require.Equal(t, own, says(s.Certificate("0a1b2c3d4e5f60718293a4b5c6d7e8f900112233")))

	id, ok := categories.ByName("rules intranet")
	require.True(t, ok)
	require.GreaterOrEqual(t, id, categories.FirstUser)
	require.Equal(t, categories.BreedSafe, id.Breed())
	require.Equal(t, categories.CategoryCloud, id.Category())
}

func TestOrigins(t *testing.T) {
	s := parse(t, stanzas, "rules.txt", rules.Detect)
	require.Equal(t, []rules.Origin{{File: "rules.txt", Line: 5, Kind: "host", Text: "=portal.example"}},
		s.Origins(s.Host("portal.example")))
	m := s.Network(netip.MustParseAddr("192.0.2.200"), tcp, 1)
	require.Equal(t, 25, m.Bits)
	require.Equal(t, []rules.Origin{{"rules.txt", 6, "network", "192.0.2.0/24"}, {"rules.txt", 20, "network", "192.0.2.128/25"}},
		s.Origins(m))
	require.Empty(t, s.Origins(rules.Match{}))
}

const protocols = `#  Format:
tcp:81,tcp:8181@HTTP
udp:5061-5062@SIP
tcp:3000@Rules ntop=1234
nbpf:"host 192.0.2.1 and port 80"@Rules Router
host:"disney.example",host:".cdn.disney.example",host:"*.x.example",host:plain.example@DisneyPlus
ip:213.75.170.11/32:443@Rules Custom
ip:8.248.73.247:443,ip:54.80.47.130,ip:10.1.2.3/24@AmazonVideo
ipv6:[2001:db8::1],ipv6:[2001:db8:5::/48]:443@Rules Custom
ja3:"e7d705a3286e19ea42f587b344ee6865",ja4:t13d1516h2_8daaf6152771_e5627efa2ab1@Rules Custom
ip_risk_mask:192.168.1.0/24=0
host_risk_mask:".home"=0
trusted_issuer_dn:"CN=813845657003339838, O=Code42, OU=TEST, ST=MN, C=US"
`

func TestNDPI(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	s := parse(t, protocols, "protos.txt", rules.Detect)
	require.Equal(t, 2, s.Skipped())
	require.Equal(t, risk.All, s.Exempt("", netip.MustParseAddr("192.168.1.9"), netip.MustParseAddr("8.8.8.8")))
	require.Equal(t, risk.All, s.Exempt("nas.home", netip.MustParseAddr("8.8.4.4"), netip.MustParseAddr("8.8.8.8")))
	require.Zero(t, s.Exempt("nashome", netip.MustParseAddr("8.8.4.4"), netip.MustParseAddr("8.8.8.8")))
	require.Equal(t, 16, s.Len())
	require.Equal(t, "HTTP", says(s.Port(tcp, 8181)))
	require.Equal(t, "-", says(s.Port(udp, 8181)))
	require.Equal(t, "SIP", says(s.Port(udp, 5062)))
	require.Equal(t, "Rules ntop", says(s.Port(tcp, 3000)))
	for _, name := range []string{"disney.example", "a.cdn.disney.example", "x.example", "y.x.example", "plain.example"} {
		require.Equal(t, "DisneyPlus", host(s, name), name)
	}
	require.Equal(t, "-", host(s, "notdisney.example"))
	require.Equal(t, "Rules Custom", network(s, "213.75.170.11", 443))
	require.Equal(t, "-", network(s, "213.75.170.11", 80))
	require.Equal(t, "AmazonVideo", network(s, "8.248.73.247", 443))
	require.Equal(t, "AmazonVideo", network(s, "54.80.47.130", 1))
	require.Equal(t, "AmazonVideo", network(s, "10.1.2.99", 1))
	require.Equal(t, "Rules Custom", network(s, "2001:db8::1", 1))
	require.Equal(t, "Rules Custom", network(s, "2001:db8:5::9", 443))
	require.Equal(t, "Rules Custom", says(s.JA3("e7d705a3286e19ea42f587b344ee6865")))
	require.Equal(t, "Rules Custom", says(s.JA4("t13d1516h2_8daaf6152771_e5627efa2ab1")))
}

func TestNDPICategories(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	s := parse(t, "#  Format: name\tcategory_id\ninternet.example\t100\n144.139.247.220\t100\n192.0.2.0/24\tGame\n", "c.txt",
		rules.Detect)
	require.Equal(t, "/Malware", host(s, "a.internet.example"))
	require.Equal(t, "/Malware", network(s, "144.139.247.220", 1))
	require.Equal(t, "/Game", network(s, "192.0.2.3", 1))
	list := parse(t, "bets.example\n192.0.2.1\n", "107_bets.list", rules.Detect)
	require.Equal(t, "/Gambling", host(list, "bets.example"))
	require.Equal(t, "/Gambling", network(list, "192.0.2.1", 1))
	named := parse(t, "bets.example\n", "bets@/Rules Bets", rules.NDPICategories)
	require.Equal(t, "/Rules Bets", host(named, "bets.example"))
}

const hostsFile = `# a block list
127.0.0.1 localhost
::1 ip6-localhost
0.0.0.0 0.0.0.0
0.0.0.0 ads.example tracker.example # two
0.0.0.0	Metrics.Example.
`

func TestHostsFiles(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	s := parse(t, hostsFile, "hosts", rules.Detect)
	require.Equal(t, 3, s.Len())
	require.Equal(t, "/Advertisement", host(s, "ads.example"))
	require.Equal(t, "/Advertisement", host(s, "metrics.example"))
	require.Equal(t, "-", host(s, "a.ads.example"), "a hosts file names hosts alone")
	require.Equal(t, "-", host(s, "localhost"))
	require.Equal(t, "Rules Ads/Banned_Site", host(parse(t, hostsFile, "hosts@Rules Ads/Banned_Site", 0), "ads.example"))
	require.Equal(t, "/Malware", host(parse(t, hostsFile, "hosts@/Malware", 0), "ads.example"))
	require.Equal(t, "Rules Ads", host(parse(t, hostsFile, "hosts:x@Rules Ads", 0), "ads.example"))
}

func TestV2fly(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	write("rules-inner", "inner.example @cn\nouter.example @ads @cn\ninclude:rules-list\n")
	path := write("rules-list", "a.example\ndomain:b.example @ads &x # comment\nfull:c.example\nkeyword:k\nregexp:^r$\n"+
		"include:rules-inner @-ads\ninclude:rules-inner @-ads\n")
	s, err := rules.Load("v2fly:" + path)
	require.NoError(t, err)
	for _, name := range []string{"x.a.example", "b.example", "c.example", "inner.example"} {
		require.Equal(t, "rules-list", host(s, name), name)
	}
	require.Equal(t, "-", host(s, "outer.example"))
	require.Equal(t, "-", host(s, "x.c.example"))
	require.Equal(t, "rules-inner", s.Origins(s.Host("inner.example"))[0].File[len(dir)+1:])

	plain := parse(t, "a.example\nb.example\n", "lists/Rules Plain.txt", rules.Detect)
	require.Equal(t, "Rules Plain", host(plain, "x.b.example"))
	for text, want := range map[string]string{
		"include:../x\n":           "escapes",
		"include:none\n":           "no such file",
		"a.example b.example\n":    "not an attribute",
		"other:a.example\n":        "before the colon",
		"full:a..example\n":        "not a host name",
		"domain:\n":                "not a host name",
		"include:rules-inner2\n  ": "no such file",
	} {
		_, err := rules.Load("v2fly:" + write("rules-broken", text))
		require.ErrorContains(t, err, want, text)
		require.ErrorContains(t, err, "rules-broken:1: ", text)
	}
}

func TestPrefixes(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	s := parse(t, "; SBL\n192.0.2.0/24 ; SBL1\n2001:db8::/32\n198.51.100.1,\n", "drop.txt@/Malware", rules.Detect)
	require.Equal(t, "/Malware", network(s, "192.0.2.9", 1))
	require.Equal(t, "/Malware", network(s, "2001:db8::9", 1))
	require.Equal(t, "/Malware", network(s, "198.51.100.1", 1))
	require.Equal(t, "Rules ips-v4", network(parse(t, "192.0.2.0/24\n", "Rules ips-v4", rules.Detect), "192.0.2.9", 1))
}

// documents are made-up documents in the formats of operators.
var documents = map[string]string{
	"AmazonAWS": `{"syncToken":"1","createDate":"2024-01-01-00-00-00","prefixes":[{"ip_prefix":"192.0.2.0/24",` +
		`"region":"eu-west-1","service":"AMAZON","network_border_group":"eu-west-1"}],` +
		`"ipv6_prefixes":[{"ipv6_prefix":"2001:db8::/32","region":"x","service":"S3","network_border_group":"x"}]}`,
	"Google": `{"syncToken":"1","creationTime":"2024-01-01T00:00:00","prefixes":[{"ipv4Prefix":"192.0.2.0/24"},` +
		`{"ipv6Prefix":"2001:db8::/32"}]}`,
	"GoogleCloud": `{"prefixes":[{"ipv4Prefix":"192.0.2.0/24","service":"Google Cloud","scope":"us"},` +
		`{"ipv6Prefix":"2001:db8::/32","service":"Google Cloud","scope":"us"}]}`,
	"Azure": `{"changeNumber":1,"cloud":"Public","values":[{"name":"ActionGroup","id":"ActionGroup","properties":` +
		`{"changeNumber":1,"region":"","platform":"Azure","addressPrefixes":["192.0.2.0/24","2001:db8::/32"],` +
		`"networkFeatures":["API","NSG"]}}]}`,
	"Cloudflare": `{"result":{"ipv4_cidrs":["192.0.2.0/24"],"ipv6_cidrs":["2001:db8::/32"],"etag":"x"},"success":true,` +
		`"errors":[],"messages":[]}`,
	"Github": `{"verifiable_password_authentication":false,"ssh_keys":["ssh-ed25519 AAAA"],"hooks":["192.0.2.0/24"],` +
		`"web":["2001:db8::/32"],"domains":{"website":["*.github.example","github.example"],` +
		`"actions_inbound":{"full_domains":["f.example"],"wildcard_domains":["*.w.example"]},"odd":["x*.o.example"]}}`,
}

func TestJSON(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	for name, text := range documents {
		s := parse(t, text, "ranges.json", rules.Detect)
		require.Equal(t, name, network(s, "192.0.2.9", 1))
		require.Equal(t, name, network(s, "2001:db8::9", 1))
		require.Equal(t, "Rules "+name, network(parse(t, text, "r.json@Rules "+name, 0), "192.0.2.9", 1))
	}
	s := parse(t, documents["Github"], "meta.json", rules.Detect)
	for _, name := range []string{"a.github.example", "github.example", "f.example", "a.w.example"} {
		require.Equal(t, "Github", host(s, name), name)
	}
	require.Equal(t, 1, s.Skipped())
}

func TestRefusals(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	for _, c := range []struct{ name, text, want string }{
		{"rules.txt", "A\n  hosts a..b\n", `rules.txt:2: "a..b" is not a host name`},
		{"rules.txt", "A\n  hosts a.b\n  networks 300.1.1.1/8\n", "rules.txt:3: "},
		{"rules.txt", "A\n  ports tcp/99999\n", "want a port"},
		{"rules.txt", "A\n  ports sctp/9\n", "want a port such as tcp/443"},
		{"rules.txt", "A\n  ports 9-3\n", "want a port"},
		{"rules.txt", "A\n  colour red\n", `rules.txt:2: unknown key "colour"`},
		{"rules.txt", "A\n  ja3 e7\n", "is not a JA3"},
		{"rules.txt", "A\n  ja4 t13\n", "is not a JA4"},
		{"rules.txt", "A\n  certificates 00\n", "is not a SHA-1"},
		{"rules.txt", "A\n  protocols Nothing such\n", "is not a registered protocol"},
		{"rules.txt", "A\n  breed Nice\n  hosts a.b\n", `unknown breed "Nice"`},
		{"rules.txt", "Google\n  breed Safe\n  hosts a.b\n", "only new applications"},
		{"rules.txt", "A.B\n  hosts a.b\n", `rules.txt:1: cannot register a name: "A.B" contains '.'`},
		{"rules.txt", "Unknown\n  hosts a.b\n", "reserved"},
		{"rules.txt", "-\n  hosts a.b\n", "neither an application nor a category"},
		{"stanzas:rules.txt", "  hosts a.b\n", "rules.txt:1: the line is indented"},
		{"rules.txt@X", "A\n  hosts a.b\n", "takes no name"},
		{"p.txt", "tcp:81@HTTP\ntcp:x@HTTP\n", `p.txt:2: "x": want a port`},
		{"p.txt", "tcp:81@HTTP\nudp:82\n", "p.txt:2: no @Name"},
		{"p.txt", "tcp:81@HTTP\nsctp:82@X\n", `p.txt:2: "sctp:82": want tcp`},
		{"p.txt", "tcp:81@HTTP\ntcp:82,@X\n", "between two commas"},
		{"p.txt", "tcp:81@HTTP\n@X\n", "before the @"},
		{"p.txt", "tcp:81@a.b\n", "contains '.'"},
		{"p.txt", "tcp:81@A=b\n", "not the number of an application"},
		{"p.txt", "ip:a.b.c@HTTP\n", "want an address or a prefix"},
		{"p.txt", "ip:[::1@HTTP\n", "want an address or a prefix"},
		{"p.txt", "ip:1.2.3.4:@HTTP\nip:[::1]:@HTTP\n", "p.txt:2: "},
		{"p.txt", `host:"go ogle"@HTTP` + "\n", "is not a host name"},
		{"c.txt", "a.example\t35\n", "there is no category 35"},
		{"ndpi-categories:c.txt", "a.example\n", "no category"},
		{"ndpi-categories:c.txt@A/B", "a.example 1\n", "takes no application"},
		{"hosts", "0.0.0.0 a.example\n0.0.0.0\n", "hosts:2: no name"},
		{"hosts", "0.0.0.0 a.example\na.example b.example\n", "hosts:2: "},
		{"hosts", "0.0.0.0 a..example\n", "is not a host name"},
		{"n.txt", "192.0.2.0/24\n192.0.2.0/33\n", "n.txt:2: "},
		{"a.b.txt", "192.0.2.0/24\n", "want FILE@Name"},
		{"j.json", "{", "unexpected EOF"},
		{"j.json", "{\"prefixes\":[{\"ip_prefix\":\n\"x\"}]}", `j.json:2: prefixes[0].ip_prefix: "x"`},
		{"j.json", "{\"prefixes\":[1 2]}", "j.json:1: prefixes[1]: invalid character"},
		{"j.json", "{}", "no prefixes"},
		{"json:j", strings.Repeat("[", 50), "deep"},
		{"x.mmdb", "nothing", "x.mmdb: "},
		{"x", "Hello\nWorld\n", "cannot detect the format"},
		{"v2fly:x@A/B/C", "a.example\ninclude:x", "no folder"},
		{"v2fly:x", strings.Repeat("a", rules.MaxLine+1), "more than"},
	} {
		_, err := rules.Parse([]byte(c.text), c.name, rules.Detect)
		require.ErrorContains(t, err, c.want, "%s %q", c.name, c.text)
	}
	_, err := rules.Load(filepath.Join(t.TempDir(), "none"))
	require.ErrorContains(t, err, "none: no such file or directory")
	var e *rules.Error
	require.ErrorAs(t, err, &e)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestAtMostTenMistakes(t *testing.T) {
	_, err := rules.Parse([]byte("A\n  hosts"+strings.Repeat(" a..b", 25)+"\n"), "r", rules.Stanzas)
	require.Len(t, strings.Split(err.Error(), "\n"), 11)
	require.ErrorContains(t, err, "and 15 more mistakes")
}

// Rejected rules do not register names.
func TestRefusedRulesRegisterNothing(t *testing.T) {
	_, err := rules.Parse([]byte("tcp:1@Rules Never\nbroken\n"), "p.txt", rules.NDPI)
	require.Error(t, err)
	_, ok := categories.ByName("Rules Never")
	require.False(t, ok)
}

func TestPrecedence(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	s := parse(t, `Rules A
  hosts     x.example c.example
  networks  192.0.2.0/24 192.0.2.0/26:80
  ports     tcp/1-100
Rules B
  hosts     x.example y.x.example
  networks  192.0.2.0/25 192.0.2.0/24:80
  ports     tcp/50-60
-
  category  Game
  hosts     x.example z.y.x.example =c.example
`, "r", rules.Detect)
	require.Equal(t, "Rules B/Game", host(s, "x.example"), "the later rule, and a category alone beside it")
	require.Equal(t, "Rules B", host(s, "y.x.example"), "the longer suffix, without the category of a shorter one")
	require.Equal(t, "Rules B/Game", host(s, "z.y.x.example"))
	require.Equal(t, "Rules A/Game", host(s, "c.example"))
	require.Equal(t, "Rules A", host(s, "d.c.example"))
	require.Equal(t, "Rules A", network(s, "192.0.2.1", 80), "/26 with the port")
	require.Equal(t, "Rules B", network(s, "192.0.2.1", 81), "/25")
	require.Equal(t, "Rules B", network(s, "192.0.2.129", 80), "/24 with the port")
	require.Equal(t, "Rules A", network(s, "192.0.2.129", 81), "/24")
	require.Equal(t, "Rules A", says(s.Port(tcp, 49)))
	require.Equal(t, "Rules B", says(s.Port(tcp, 50)))
	require.Equal(t, "Rules A", says(s.Port(tcp, 61)))

	dir := t.TempDir()
	var files []string
	for i := range 2 {
		files = append(files, filepath.Join(dir, fmt.Sprint("p", i)))
		require.NoError(t, os.WriteFile(files[i], fmt.Appendf(nil, "tcp:81,host:a.example@Rules %d\n", i), 0o600))
	}
	both, err := rules.Load(files...)
	require.NoError(t, err)
	require.Equal(t, "Rules 1", host(both, "a.example"))
	require.Equal(t, "Rules 1", says(both.Port(tcp, 81)))
}

func TestFileNames(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	dir := t.TempDir()
	path := filepath.Join(dir, "list@home")
	require.NoError(t, os.WriteFile(path, []byte("a.example\n"), 0o600))
	for name, want := range map[string]string{
		path: "list@home", "v2fly:" + path: "list@home", path + "@Rules X": "Rules X", path + "@Rules X/Game": "Rules X/Game",
		path + "@/Game": "/Game",
	} {
		s, err := rules.Load(name)
		require.NoError(t, err, name)
		require.Equal(t, want, host(s, "a.example"), name)
	}
	for f := rules.Stanzas; f <= rules.MMDB; f++ {
		got, ok := rules.FormatByName(f.String())
		require.True(t, ok)
		require.Equal(t, f, got)
	}
}

func TestDetection(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	for text, want := range map[string]string{
		"Rules Level 3\n  hosts a.example\n":         "Rules Level 3",
		"google\ncom\na.example\n":                   "list",
		"example.com # one\nb.example @x\na.example": "list",
		"\ufeff# x\n\na.example\n":                   "list",
		"a.example 100\n":                            "/Malware",
		"a.example\t100\n":                           "/Malware",
		"::1 a.example\n":                            "/Advertisement",
		" tcp:1@X\nhost:a.example@Rules L\n":         "Rules L",
		"":                                           "-",
		"# nothing\n":                                "-",
	} {
		s, err := rules.Parse([]byte(text), "list", rules.Detect)
		require.NoError(t, err, text)
		require.Equal(t, want, host(s, "a.example"), text)
	}
}

func TestManyPatterns(t *testing.T) {
	text := []byte("A\n")
	for i := range 1001 {
		text = fmt.Appendf(text, "  hosts a%d*.example\n", i)
	}
	_, err := rules.Parse(text, "r", rules.Stanzas)
	require.ErrorContains(t, err, "r:1002: example has more than 1000 patterns")
}

// More port ranges than ports, and more ranges of one prefix than allowed.
func TestManyPorts(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	s := parse(t, strings.Repeat("tcp:0-65535@Rules A\n", 20_000)+"tcp:80@Rules B\n", "p", rules.NDPI)
	require.Equal(t, "Rules A", says(s.Port(tcp, 65535)))
	require.Equal(t, "Rules B", says(s.Port(tcp, 80)))
	_, err := rules.Parse([]byte(strings.Repeat("ip:192.0.2.1:80@A\n", 300)), "p", rules.NDPI)
	require.ErrorContains(t, err, "more than 256 ranges of ports")
}

func TestExemptions(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	s := parse(t, "-\n  exempt  192.0.2.0/24=susp_entropy,dga scanner.example\n", "rules.txt", rules.Stanzas)
	a, b, other := netip.MustParseAddr("192.0.2.9"), netip.MustParseAddr("198.51.100.1"), netip.MustParseAddr("198.51.100.2")
	require.Equal(t, risk.Of(risk.SuspiciousEntropy, risk.DGA), s.Exempt("", b, a))
	require.Equal(t, risk.All, s.Exempt("a.scanner.example", b, other))
	require.Zero(t, s.Exempt("ascanner.example", b, other))
	require.Zero(t, (*rules.Set)(nil).Exempt("", a, b))
	s = parse(t, "ip_risk_mask:192.0.2.0/24=0xfffffffffffffffd\nhost_risk_mask:\"x.example\"=0\n", "protos.txt", rules.NDPI)
	require.Equal(t, risk.Of(risk.XSS), s.Exempt("", a, b))
	require.Equal(t, risk.All, s.Exempt("x.example", b, other))
	require.Zero(t, s.Skipped())
	for text, reason := range map[string]string{
		"-\n  exempt  192.0.2.0/24=nothing\n": "is no risk", "-\n  exempt  =dga\n": "want a host",
		"-\n  hosts  a.example\n": "neither an application", "-\n  risky_as  x\n": "no number",
	} {
		_, err := rules.Parse([]byte(text), "rules.txt", rules.Stanzas)
		require.ErrorContains(t, err, reason, text)
	}
}
