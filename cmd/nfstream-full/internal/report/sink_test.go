package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/internal/mmdbtest"
	"github.com/stretchr/testify/require"

	"net/netip"
)

// summaryOf returns the summary in a page.
func summaryOf(t *testing.T, page string) (s summary) {
	t.Helper()
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	found := regexp.MustCompile(`id="summary">(.*)</script>`).FindSubmatch(text)
	require.NotNil(t, found)
	require.NoError(t, json.Unmarshal(found[1], &s))
	return s
}

func (s *summary) facet(id string) facetSummary {
	for _, f := range s.Facets {
		if f.ID == id {
			return f
		}
	}
	return facetSummary{}
}

func (f facetSummary) keys() (all []string) {
	for _, e := range f.Entries {
		all = append(all, e.Key)
	}
	return all
}

// The same flows give the same page, with any number of workers.
func TestPagesAreReproducible(t *testing.T) {
	a, err := os.ReadFile(write(t, "--workers", "1", testdata+"web.pcap"))
	require.NoError(t, err)
	b, err := os.ReadFile(write(t, "--workers", "3", testdata+"web.pcap"))
	require.NoError(t, err)
	require.Equal(t, string(a), string(b))
}

func TestStandardOutput(t *testing.T) {
	page := execute(t, "report", "-q", "-o", "-", testdata+"web.pcap")
	require.True(t, strings.HasPrefix(page, "<!doctype html>"))
	require.True(t, strings.HasSuffix(page, "</html>\n"))
}

func TestCountries(t *testing.T) {
	path := filepath.Join(t.TempDir(), "countries.mmdb")
	record := mmdbtest.Record{Prefix: netip.MustParsePrefix("::c000:200/120"), Values: []any{"country", "FR"}}
	database := mmdbtest.Database("GeoLite2-Country", record)
	require.NoError(t, os.WriteFile(path, database, 0o600))
	c := newCapture()
	c.get(1_700_000_000, 40000, "one.example", "curl/8", "/")
	capture := filepath.Join(t.TempDir(), "one.pcap")
	require.NoError(t, os.WriteFile(capture, c.Bytes(), 0o600))
	with := summaryOf(t, write(t, "--countries", path, capture))
	require.Equal(t, []string{"FR"}, with.facet("country").keys())
	require.Equal(t, uint64(1), with.facet("country").Entries[0].Flows, "a flow within a country counts once")
	without := summaryOf(t, write(t, capture))
	require.Empty(t, without.facet("country").Entries)
}

// Pseudonyms are all that a page has of columns that are anonymized.
func TestAnonymize(t *testing.T) {
	page := write(t, "--anonymize", "src_ip,dst_ip", testdata+"tls.pcap")
	s := summaryOf(t, page)
	for _, row := range flowsOf(t, testdata+"tls.pcap") {
		require.NotContains(t, s.facet("host").keys(), row["src_ip"])
		require.NotContains(t, s.facet("host").keys(), row["dst_ip"])
	}
	require.Len(t, s.facet("host").keys()[0], 32)
	err := (&options{}).configure(configWith("src2dst_packets"))
	require.ErrorContains(t, err, "adds up src2dst_packets")
}

func TestOutcomes(t *testing.T) {
	const syn, rst, ack, push = 2, 4, 16, 24
	c := newCapture()
	c.tcp(1, 1, 2, 1000, 1, 0, syn, "")
	c.tcp(1, 2, 1, 1, 1000, 0, rst|ack, "") // refused
	c.tcp(1, 1, 2, 1001, 2, 0, syn, "")     // unanswered
	c.get(1, 1002, "a.example", "a", "/")   // both
	c.get(1, 1003, "a.example", "a", "/")
	c.tcp(1, 2, 1, 80, 1003, 99, rst, "") // reset after data
	c.tcp(1, 2, 1, 443, 1004, 0, ack, "")
	c.tcp(1, 1, 2, 1004, 443, 0, rst, "") // reset of a connection that began earlier
	c.ip(1, 17, 1, 255, []byte{0, 9, 0, 9, 0, 8, 0, 0})
	capture := filepath.Join(t.TempDir(), "outcomes.pcap")
	require.NoError(t, os.WriteFile(capture, c.Bytes(), 0o600))
	got := map[string]uint64{}
	s := summaryOf(t, write(t, capture))
	for _, e := range s.facet("outcome").Entries {
		got[e.Key] = e.Flows
	}
	require.Equal(t, map[string]uint64{outcomeRefused: 1, outcomeUnanswered: 2, outcomeBoth: 1, outcomeReset: 2}, got)
}

// Memory is bounded: a tally drops small groups, and says so.
func TestTally(t *testing.T) {
	one := newTally(100)
	for i := range 10_000 {
		one.add([]byte("large"), measure{1000, 1, 1})
		one.add(fmt.Append(nil, i), measure{1, 1, 1})
		require.LessOrEqual(t, len(one.counts), 100)
	}
	require.Equal(t, entry{"large", measure{10_000_000, 10_000, 10_000}}, one.greatest(1)[0])
	require.Equal(t, 10_001, int(one.dropped)+len(one.counts))
}

// The bytes of a timeline are those of its flows, whatever the width of bins has been, and equal to those of its last width.
func TestTimeline(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		line, flows := newTimeline(), []figures{}
		reach := int64(1) << random.IntN(60)
		for range 200 {
			f := figures{start: random.Int64N(reach) - reach/2, bytes: [2]uint64{random.Uint64N(1 << 30), 1}}
			f.duration = random.Int64N(reach/2 + 1)
			line.add([]byte("a"), &f)
			flows = append(flows, f)
		}
		direct, total := bins{}, uint64(0)
		for _, f := range flows {
			spread(f.start, f.end(), f.totalBytes(), line.width(), func(bin int64, n uint64) { direct[bin] += n })
			total += f.totalBytes()
		}
		sum := uint64(0)
		for bin, n := range line.series["a"] {
			require.Equal(t, direct[bin], n)
			sum += n
		}
		require.Equal(t, total, sum)
		require.LessOrEqual(t, len(line.series["a"]), mostBins)
	}
}

func TestDictionary(t *testing.T) {
	d := newDictionary()
	for _, text := range []string{"b", "A", "10", "9", "2001:db8::1", "192.0.2.1", "192.0.2.10", "192.0.2.9", "", "a"} {
		d.take([]byte(text))
	}
	ordered, places := d.sorted()
	require.Equal(t, []string{"", "9", "10", "192.0.2.1", "192.0.2.9", "192.0.2.10", "2001:db8::1", "A", "a", "b"}, ordered)
	require.Equal(t, uint32(9), places[0])
	d.release(0)
	require.Equal(t, uint32(0), d.take([]byte("c")), "the number of an unused text is used again")
	require.Len(t, d.texts, 10)
}

// Kept flows and their texts are bounded.
func TestKept(t *testing.T) {
	k := newKept(100)
	for i := range 5000 {
		r := row{figures: figures{id: int64(i), start: int64(i), bytes: [2]uint64{uint64(i % 1000), 0}}}
		r.texts[source] = fmt.Append(nil, i)
		k.add(&r)
		require.LessOrEqual(t, len(k.dictionaries[source].texts), 114)
	}
	k.finish()
	require.Len(t, k.rows, 100)
	for _, r := range k.rows {
		require.GreaterOrEqual(t, r.bytes[0], uint64(980))
	}
}

func TestFlags(t *testing.T) {
	help := execute(t, "report", "--help")
	for _, flag := range strings.Fields("--title --most-flows --countries --filter --anonymize --idle-timeout --rules --duration") {
		require.Contains(t, help, flag)
	}
	for _, flag := range []string{"--format", "--fields", "--splt", "--rotate-flows"} {
		require.NotContains(t, help, flag+" ")
	}
}

// The library is the released one. vendor/README.md says how to renew it.
func TestLibrary(t *testing.T) {
	for name, want := range map[string]string{
		chartScript: "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
		chartStyle:  "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
	} {
		sum := sha256.Sum256([]byte(file(name)))
		require.Equal(t, want, hex.EncodeToString(sum[:]), name)
	}
	require.Contains(t, file("page/vendor/README.md"), "1.6.32")
	require.Contains(t, file(chartScript)[:100], "v1.6.32")
}

// The modules of the page are sound on their own, and joined in the order of their imports.
func TestModules(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range modules {
		for _, found := range regexp.MustCompile(`(?m)^import .* from "\./(\w+)\.js";$`).FindAllStringSubmatch(file("page/"+name+".js"), -1) {
			require.True(t, seen[found[1]], "%s imports %s, which is later", name, found[1])
		}
		seen[name] = true
	}
	require.NotRegexp(t, `(?m)^(import|export) `, script())
	require.NotContains(t, script(), "innerHTML")
	require.NotContains(t, script(), "insertAdjacentHTML")
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node")
	}
	path := filepath.Join(t.TempDir(), "page.mjs")
	require.NoError(t, os.WriteFile(path, []byte(script()), 0o600))
	out, err := exec.Command(node, "--check", path).CombinedOutput()
	require.NoError(t, err, string(out))
}
