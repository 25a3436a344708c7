package nfstream_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/mmdbtest"
	"github.com/nfstream/nfstream-go/sink/csv"
)

var labelFields = []string{"src_port", "dst_port", "src_ip", "protocol", "label", "names", "application_name", "category_name",
	"master_protocol", "app_protocol"}

func ruleFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rules.txt")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// labelled meters a capture with rules, and returns what became of the flows that pick chooses: name, category,
// confidence and breed.
func labelled(t *testing.T, path, text string, pick func(map[string]string) bool) []string {
	t.Helper()
	var all []string
	for _, r := range rowsOf(t, path, nfstream.Config{Rules: []string{ruleFile(t, text)}, Fields: labelFields, Workers: 1}) {
		if pick(r) {
			all = append(all, strings.Join([]string{r["application_name"], r["category_name"], r["application_confidence"],
				r["application_breed"], r["application_is_guessed"]}, " "))
		}
	}
	require.NotEmpty(t, all)
	return all
}

func named(name string) func(map[string]string) bool {
	return func(r map[string]string) bool { return r["requested_server_name"] == name }
}

func namedAt(name, port string) func(map[string]string) bool {
	return func(r map[string]string) bool { return r["requested_server_name"] == name && r["dst_port"] == port }
}

func port(p string) func(map[string]string) bool {
	return func(r map[string]string) bool { return r["dst_port"] == p }
}

func TestRulesNameFlows(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	const shop = "Root Shop\n  category Shopping\n  breed Fun\n  "
	for _, c := range []struct {
		capture, rules string
		pick           func(map[string]string) bool
		want           string
	}{
		{"tls", shop + "hosts example.test\n", named("rsa.example.test"), "TLS.Root Shop Shopping 9 Fun 0"},
		{"tls", shop + "hosts =cdn.example.test\n", named("rsa.example.test"), "TLS.Root Shop Shopping 9 Fun 0"},
		{"http", shop + "hosts www.example.test\n", namedAt("www.example.test", "80"), "HTTP.Root Shop Shopping 9 Fun 0"},
		{"quic", shop + "hosts www.example.test\n", named("www.example.test"), "QUIC.Root Shop Shopping 9 Fun 0"},
		{"web", shop + "hosts www.example.test\n", namedAt("www.example.test", "53"), "DNS.Root Shop Shopping 9 Fun 0"},
		{"tls", shop + "ja3 871a754af286dfb70c1b53c6887c62e0\n", named("rsa.example.test"), "TLS.Root Shop Shopping 9 Fun 0"},
		{"tls", shop + "ja4 t12d280700_d943125447b4_e7e480e5a997\n", named("rsa.example.test"), "TLS.Root Shop Shopping 9 Fun 0"},
		{"tls", shop + "certificates B2:BA:0D:D9:A3:79:50:A6:E2:7F:9C:D8:68:52:DB:8A:D5:6E:5A:89\n", named("rsa.example.test"),
			"TLS.Root Shop Shopping 9 Fun 0"},
		{"tls", shop + "networks 192.0.2.20\n", named("rsa.example.test"), "TLS.Root Shop Shopping 9 Fun 0"},
		{"tls", shop + "networks 192.0.2.20:4403\n", named("rsa.example.test"), "TLS.Root Shop Shopping 9 Fun 0"},
		{"tls", shop + "networks 192.0.2.20:4404\n", named("rsa.example.test"), "TLS Web 6 Safe 0"},
		{"tls", shop + "ports tcp/4403\n", named("rsa.example.test"), "TLS.Root Shop Shopping 9 Fun 0"},
		{"tls", shop + "ports udp/4403\n", named("rsa.example.test"), "TLS Web 6 Safe 0"},
		{"tls", shop + "protocols TLS\n", named("rsa.example.test"), "TLS.Root Shop Shopping 9 Fun 0"},
		{"tls", "host:\"example.test\"@Root Custom\n", named("rsa.example.test"), "TLS.Root Custom Unspecified 9 Unrated 0"},
		{"tls", "tcp:4403@SSH\n", named("rsa.example.test"), "TLS Web 6 Safe 0"},
		{"tls", "0.0.0.0 rsa.example.test\n", named("rsa.example.test"), "TLS Advertisement 6 Safe 0"},
		{"tls", "192.0.2.20\t100\n", named("rsa.example.test"), "TLS Malware 6 Safe 0"},
		{"tls", "Google\n  category VPN\n  hosts example.test\n", named("rsa.example.test"), "TLS.Google VPN 9 Acceptable 0"},
		{"ssh", shop + "ports tcp/22\n", port("22"), "SSH.Root Shop Shopping 9 Fun 0"},
		{"ssh", shop + "networks fe80::/10\n", func(r map[string]string) bool { return strings.HasPrefix(r["src_ip"], "fe80") },
			"ICMPV6.Root Shop Shopping 9 Fun 0"},
	} {
		for _, got := range labelled(t, "testdata/"+c.capture+".pcap", c.rules, c.pick) {
			require.Equal(t, c.want, got, c.rules)
		}
	}
}

// Flows that would be guessed by port are what a rule says of the port, without the guess.
func TestRulesInPlaceOfGuesses(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	guessed := map[string]bool{}
	for _, r := range rowsOf(t, "testdata/http.pcap", nfstream.Config{Fields: labelFields}) {
		if r["application_confidence"] == "1" && r["dst_port"] == "80" {
			guessed[r["src_port"]] = true
		}
	}
	pick := func(r map[string]string) bool { return guessed[r["src_port"]] }
	require.Equal(t, "Root Old Web 9 Unrated 0", labelled(t, "testdata/http.pcap", "Root Old\n  category Web\n  ports 80\n", pick)[0])
	require.Equal(t, "SIP VoIP 9 Acceptable 0", labelled(t, "testdata/http.pcap", "tcp:80@SIP\n", pick)[0])
	require.Equal(t, "HTTP.Root Old2 Unspecified 9 Unrated 0",
		labelled(t, "testdata/http.pcap", "Root Old2\n  protocols HTTP\n", pick)[0])
}

func TestRulesPrecedence(t *testing.T) {
	corpus.Whole(t, "files of rules")
	const first = "Root First\n  ja3 871a754af286dfb70c1b53c6887c62e0\n"
	const second = "Root Second\n  hosts rsa.example.test\n"
	const third = "Root Third\n  networks 192.0.2.0/24\n"
	const fourth = "Root Fourth\n  ports 4403\n"
	const fifth = "Root Fifth\n  protocols TLS\n"
	for text, want := range map[string]string{
		first + second + third + fourth + fifth: "TLS.Root First", second + third + fourth + fifth: "TLS.Root Second",
		third + fourth + fifth: "TLS.Root Third", fourth + fifth: "TLS.Root Fourth", fifth: "TLS.Root Fifth",
	} {
		for _, got := range labelled(t, "testdata/tls.pcap", text, named("rsa.example.test")) {
			require.Equal(t, want+" Unspecified 9 Unrated 0", got, text)
		}
	}
}

// Rules that say nothing of any flow change no byte of the rows, for any number of workers.
func TestRulesOfOthers(t *testing.T) {
	corpus.Whole(t, "files of rules")
	file := ruleFile(t, "Root Elsewhere\n  hosts nowhere.invalid\n  networks 203.0.113.99\n  ports 9\n")
	for _, c := range []string{"tls", "http", "web"} {
		path := "testdata/" + c + ".pcap"
		want := written(t, path, nfstream.Config{Fields: []string{"all"}})
		for _, workers := range []int{1, 3} {
			require.Equal(t, want, written(t, path, nfstream.Config{Fields: []string{"all"}, Rules: []string{file}, Workers: workers}))
			require.Equal(t, want, written(t, path, nfstream.Config{Fields: []string{"all"}, RuleSet: new(rules.Set)}))
		}
	}
}

func written(t *testing.T, path string, cfg nfstream.Config) string {
	t.Helper()
	s, err := nfstream.Open(path, cfg)
	require.NoError(t, err)
	var text strings.Builder
	require.NoError(t, s.Run(t.Context(), csv.NewWriter(&text, s.Columns())))
	return text.String()
}

func TestRuleRefusals(t *testing.T) {
	corpus.Whole(t, "files of rules")
	file := ruleFile(t, "A\n  hosts a..b\n  ports x\n")
	_, err := nfstream.New(&ticks{}, nfstream.Config{Rules: []string{file}})
	require.ErrorIs(t, err, nfstream.ErrConfig)
	require.ErrorContains(t, err, "Rules names "+file+":2: ")
	require.ErrorContains(t, err, "Rules names "+file+":3: ")
	_, err = nfstream.New(&ticks{}, nfstream.Config{Rules: []string{file}, RuleSet: new(rules.Set)})
	require.ErrorContains(t, err, "RuleSet is set, and Rules too")
}

func TestReloadRules(t *testing.T) {
	corpus.Whole(t, "files of rules")
	file := ruleFile(t, "Root One\n  hosts a.example\n")
	s, err := nfstream.New(&ticks{}, nfstream.Config{Rules: []string{file}})
	require.NoError(t, err)
	defer s.Close()
	name := func() string { return s.Rules().Host("a.example").App.Name() }
	require.Equal(t, "Root One", name())
	one := s.Rules().Host("a.example").App

	require.NoError(t, os.WriteFile(file, []byte("broken\n  hosts ..\n"), 0o600))
	err = s.ReloadRules()
	var mistake *rules.Error
	require.ErrorAs(t, err, &mistake)
	require.Equal(t, 2, mistake.Line)
	require.Equal(t, "Root One", name(), "the rules in force stay")

	require.NoError(t, os.WriteFile(file, []byte("Root Two\n  hosts a.example\nRoot One\n  hosts b.example\n"), 0o600))
	require.NoError(t, s.ReloadRules())
	require.Equal(t, "Root Two", name())
	require.Equal(t, one, s.Rules().Host("b.example").App, "names keep their ids")

	set, err := rules.Parse([]byte("Root Three\n  hosts a.example\n"), "three", rules.Stanzas)
	require.NoError(t, err)
	require.NoError(t, s.SetRules(set))
	require.Equal(t, "Root Three", name())
	require.NoError(t, s.SetRules(nil))
	require.False(t, s.Rules().Host("a.example").Found())

	without, err := nfstream.New(&ticks{}, nfstream.Config{})
	require.NoError(t, err)
	defer without.Close()
	require.ErrorIs(t, without.ReloadRules(), nfstream.ErrNoRules)
	require.ErrorIs(t, without.SetRules(set), nfstream.ErrNoRules)
	require.Nil(t, without.Rules())
}

// again is a source that plays a capture so many times.
type again struct {
	t    *testing.T
	path string
	left int
	now  capture.Source
}

func (a *again) Next(ctx context.Context, b *capture.Batch) error {
	for {
		if a.now == nil {
			if a.left == 0 {
				return errEnough
			}
			a.left--
			f, err := os.Open(a.path)
			require.NoError(a.t, err)
			defer f.Close()
			a.now, err = capture.NewReader(f)
			require.NoError(a.t, err)
		}
		err := a.now.Next(ctx, b)
		if err == nil {
			return nil
		}
		a.now = nil
		if len(b.Frames) > 0 {
			return nil
		}
	}
}

var errEnough = errors.New("enough")

func (a *again) Stats() capture.Stats { return capture.Stats{} }
func (a *again) Close() error         { return nil }

// TestReloadWhileRunning is for the race detector: rules change while several shards go by them. Each flow is what one
// of the two sets says.
func TestReloadWhileRunning(t *testing.T) {
	corpus.Whole(t, "files of rules")
	const all = "  hosts example.test\n  networks 0.0.0.0/0 ::/0\n"
	text := [2]string{"Root Left\n" + all, "Root Right\n" + all}
	file := ruleFile(t, text[0])
	s, err := nfstream.New(&again{t: t, path: "testdata/web.pcap", left: 50}, nfstream.Config{Rules: []string{file},
		Workers: 3, Fields: []string{"application_name"}, ActiveTimeout: nfstream.NoTimeout})
	require.NoError(t, err)
	over := make(chan struct{})
	var reloader sync.WaitGroup
	reloader.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-over:
				return
			default:
			}
			if err := os.WriteFile(file+".new", []byte(text[i%2]), 0o600); err != nil {
				t.Error(err)
			}
			if err := errors.Join(os.Rename(file+".new", file), s.ReloadRules()); err != nil {
				t.Error(err)
			}
		}
	})
	flows := 0
	for f, err := range s.Flows(t.Context()) {
		if err != nil {
			require.ErrorIs(t, err, errEnough)
			continue
		}
		flows++
		require.Regexp(t, `Root (Left|Right)$`, s.Columns()[0].Text(f))
	}
	close(over)
	reloader.Wait()
	require.NotZero(t, flows)
}

func TestAutonomousSystems(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	file := filepath.Join(t.TempDir(), "asn.mmdb")
	require.NoError(t, os.WriteFile(file, mmdbtest.Database("GeoLite2-ASN", mmdbtest.Systems("192.0.2.0/24", 64496, "Sources"),
		mmdbtest.Systems("198.51.100.0/24", 64497, "Destinations")), 0o600))
	cfg := nfstream.Config{Rules: []string{file}, Fields: []string{"as", "src_ip", "dst_ip"}}
	seen := map[string]bool{}
	for _, r := range rowsOf(t, "testdata/web.pcap", cfg) {
		want, name := "0", ""
		switch {
		case strings.HasPrefix(r["dst_ip"], "198.51.100."):
			want, name = "64497", "Destinations"
		case strings.HasPrefix(r["dst_ip"], "192.0.2."), strings.HasPrefix(r["src_ip"], "192.0.2."):
			want, name = "64496", "Sources"
		}
		require.Equal(t, want, r["as_number"])
		require.Equal(t, name, r["as_name"])
		seen[want] = true
	}
	require.True(t, seen["0"] && seen["64497"])

	s, err := nfstream.Open("testdata/web.pcap", cfg)
	require.NoError(t, err)
	room := make([]byte, 0, 1024)
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		require.Zero(t, testing.AllocsPerRun(10, func() {
			for _, c := range s.Columns() {
				room = c.AppendText(room[:0], f)
			}
		}))
	}
}
