package tor_test

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/tor"
)

const labelsFolder = "../../../shared/corpus/labels5"

// flow is what the reference says of a flow.
type flow struct {
	NDPI struct {
		Proto    string `json:"proto"`
		Hostname string `json:"hostname"`
		TLS      struct {
			Issuer  string `json:"issuerDN"`
			Subject string `json:"subjectDN"`
			Names   string `json:"server_names"`
		} `json:"tls"`
	} `json:"ndpi"`
}

// flows calls f with every flow of the corpus.
func flows(t *testing.T, f func(capture string, l *flow)) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(labelsFolder, "*.jsonl"))
	require.NoError(t, err)
	if len(paths) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("no corpus")
		}
		t.Skip("no corpus")
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		lines := bufio.NewScanner(strings.NewReader(string(content)))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var l flow
			require.NoError(t, json.Unmarshal(lines.Bytes(), &l))
			f(filepath.Base(path), &l)
		}
	}
}

func TestNamesOverCorpus(t *testing.T) {
	made, hosts, found := map[string]bool{}, map[string]bool{}, map[string]bool{}
	flows(t, func(capture string, l *flow) {
		host := l.NDPI.Hostname
		relay := relayOf(l)
		require.True(t, relay.IsRelay() || l.NDPI.Proto != "TLS.Tor", "%s: %s", capture, host)
		if relay.IsRelay() {
			made[host] = true
		} else {
			hosts[host] = true
		}
		if tor.IsMadeUp(host) {
			found[host] = true
		}
		// The second-level name of any site, as if it were that of a server name.
		if parts := strings.Split(host, "."); len(parts) > 1 && !relay.IsRelay() {
			require.False(t, tor.IsMadeUp("www."+parts[len(parts)-2]+".com"), host)
		}
	})
	for host := range found {
		require.True(t, made[host], "%s is no name of Tor's", host)
	}
	t.Logf("%d of %d names that Tor made up found, none among %d others", len(found), len(made), len(hosts))
	require.GreaterOrEqual(t, len(found)*10, len(made)*8)
}

// relayOf is the certificate of a flow.
func relayOf(l *flow) *tor.Certificate {
	issuer, ok := strings.CutPrefix(l.NDPI.TLS.Issuer, "CN=")
	subject, also := strings.CutPrefix(l.NDPI.TLS.Subject, "CN=")
	c := &tor.Certificate{IssuerCN: issuer, SubjectCN: subject, OtherAttributes: !ok || !also}
	if l.NDPI.TLS.Names != "" {
		c.AlternativeNames = 1
	}
	return c
}

func randomLabel(r *rand.Rand, n int) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz234567"
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

func TestRandomNamesAreFound(t *testing.T) {
	const many = 20000
	r := rand.New(rand.NewPCG(1, 2))
	names, certificates := 0, 0
	for range many {
		if tor.IsMadeUp("www." + randomLabel(r, 4+r.IntN(22)) + ".com") {
			names++
		}
		c := tor.Certificate{
			IssuerCN:  "www." + randomLabel(r, 8+r.IntN(13)) + ".com",
			SubjectCN: "www." + randomLabel(r, 8+r.IntN(13)) + ".net",
		}
		if c.IsRelay() {
			certificates++
		}
	}
	t.Logf("%d names and %d certificates of %d", names, certificates, many)
	require.Greater(t, names, many*80/100)
	require.Greater(t, certificates, many*99/100)
}

func TestNamesOfOtherForms(t *testing.T) {
	for _, host := range []string{
		"", "www.com", "www..com", "www.abc.com", "e6r5p57kbafwrxj3plz.com", "www.e6r5p57kbafwrxj3plz.org",
		"www.e6r5p57kbafwrxj3pl1.com", "www.e6r5p57kb.fwrxj3plz.com", "www.E6R5P57KBAFWRXJ3PLZ.com",
		"www." + strings.Repeat("z7", 13) + ".com",
	} {
		_, ok := tor.NameScore(host)
		require.False(t, ok, host)
		require.False(t, tor.IsMadeUp(host), host)
	}
	require.True(t, tor.IsMadeUp("www.e6r5p57kbafwrxj3plz.com"))
	require.False(t, tor.IsMadeUp("www.googletagmanager.com"))
}

func TestCertificates(t *testing.T) {
	day := 24 * time.Hour
	now := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	relay := tor.Certificate{IssuerCN: "www.gmvuy6mtjbxevwo3w.com", SubjectCN: "www.bpcau5b3haif5els.net",
		NotBefore: now, NotAfter: now.Add(74 * day)}
	require.True(t, relay.IsRelay())
	for name, change := range map[string]func(*tor.Certificate){
		"long validity":  func(c *tor.Certificate) { c.NotAfter = now.Add(400 * day) },
		"alternatives":   func(c *tor.Certificate) { c.AlternativeNames = 1 },
		"organisation":   func(c *tor.Certificate) { c.OtherAttributes = true },
		"subject's top":  func(c *tor.Certificate) { c.SubjectCN = c.IssuerCN },
		"people's names": func(c *tor.Certificate) { c.IssuerCN, c.SubjectCN = "www.example.com", "www.example.net" },
		"no name":        func(c *tor.Certificate) { c.SubjectCN = ".net" },
	} {
		c := relay
		change(&c)
		require.False(t, c.IsRelay(), name)
	}
}

func TestDirectoryRequests(t *testing.T) {
	for _, target := range []string{
		"/tor/status-vote/current/consensus-microdesc.z", "/tor/server/all", "/tor/micro/d/abc.z", "/tor/keys/all.z",
		"http://127.0.0.1:9030/tor/server/authority", "/tor/rendezvous2/publish", "/tor/hs/3/publish",
	} {
		require.True(t, tor.IsDirectoryRequest(target), target)
	}
	for _, target := range []string{
		"/", "/tor", "/tor/", "/tor/browser", "/torrent", "http://tor", "/x/tor/server/all",
	} {
		require.False(t, tor.IsDirectoryRequest(target), target)
	}
}

func FuzzNames(f *testing.F) {
	f.Add("www.gmvuy6mtjbxevwo3w.com", "www.bpcau5b3haif5els.net")
	f.Fuzz(func(t *testing.T, a, b string) {
		tor.IsDirectoryRequest(a)
		c := tor.Certificate{IssuerCN: a, SubjectCN: b}
		if c.IsRelay() {
			require.True(t, strings.HasSuffix(b, ".net"))
		}
		bits, ok := tor.NameScore(a)
		require.True(t, ok || bits == 0)
	})
}
