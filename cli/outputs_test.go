//go:build unix && !tiny

package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/output"
	"github.com/nfstream/nfstream-go/sink/csv"
)

// Each of several outputs has the bytes that it has alone.
func TestSeveralOutputs(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	got := inside("flows", "-o", at("a.csv"), "-o", at("b.json"), "-o", "-", "-o", at("c-%Y.csv.gz"), "--fields", "id,default,end", in)
	require.Zero(t, got.status, got.err)
	alone := func(args ...string) string { return good(t, append(args, "--fields", "id,default,end", in)...) }
	require.Equal(t, alone("flows"), got.out)
	require.Equal(t, got.out, readAll(t, at("a.csv")))
	require.Equal(t, alone("flows", "--format", "json"), readAll(t, at("b.json")))
	packed, err := filepath.Glob(at("c-*.csv.gz"))
	require.NoError(t, err)
	require.Len(t, packed, 1)

	got = inside("flows", "-o", at("r.csv"), "-o", "-", "--rotate-flows", "100", "--keep", "2", "--format", "json", in)
	require.Zero(t, got.status, got.err)
	require.True(t, strings.HasPrefix(got.out, "{"), "the format is for the output that has none")
	parts, err := filepath.Glob(at("r-*.csv"))
	require.NoError(t, err)
	require.Len(t, parts, 2)
}

func TestSeveralOutputsRefused(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	a, b := filepath.Join(dir, "a.csv"), filepath.Join(dir, "b.json")
	for want, args := range map[string][]string{
		"twice":                         {"-o", a, "-o", dir + "/./a.csv"},
		"names - twice":                 {"-o", "-", "-o", "-"},
		"--output is empty":             {"-o", a, "-o", ""},
		"also a source":                 {"-o", a, "-o", in},
		"can have it":                   {"-o", a, "-o", b, "--format", "csv"},
		"--metrics-file is " + b:        {"-o", a, "-o", b, "--metrics-file", b},
		"parquet needs nfstream-full":   {"-o", a, "-o", filepath.Join(dir, "x.parquet")},
		"--fields names \"nonsense\"":   {"-o", a, "-o", b, "--fields", "nonsense"},
		"unknown directive":             {"-o", a, "-o", dir + "/x-%x.csv"},
		"kafka needs nfstream-full":     {"-o", a, "-o", "kafka://broker/topic"},
		"--output: gopher://x is a URL": {"-o", a, "-o", "gopher://x"},
	} {
		got := inside(append(append([]string{"flows"}, args...), in)...)
		require.Equal(t, exitUsage, got.status, "%v: %s", args, got.err)
		require.Contains(t, got.err, want)
	}
	require.NoFileExists(t, a)
}

// The outputs of a file of settings have fields, formats and names for what was not observed of their own.
func TestOutputsOfSettings(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	path := configured(t, "output:", "  - "+at("plain.csv"), "  - to: "+at("some.json"), "    fields: [src_ip, id]",
		"  - to: "+at("text"), "    format: json", "    fields: id, end_reason, tls_version", "    null: ''", "    time-format: iso",
		"    rotate-flows: 50", "    keep: 3", "    queue: 1MiB", "sources: "+in, "fields: [id, dst_ip, bidirectional_first_seen_ms]")
	got := inside("run", "--check", "--config", path)
	require.Zero(t, got.status, got.err)
	got = inside("run", "--config", path)
	require.Zero(t, got.status, got.err)
	require.Equal(t, good(t, "flows", "--fields", "id,dst_ip,bidirectional_first_seen_ms", in), readAll(t, at("plain.csv")))
	require.Equal(t, good(t, "flows", "--fields", "src_ip,id", "--format", "json", in), readAll(t, at("some.json")))
	parts, err := filepath.Glob(at("text-*"))
	require.NoError(t, err)
	require.Len(t, parts, 3)
	want := good(t, "flows", "--fields", "id,end_reason,tls_version", "--null=", "--format", "json", in)
	rest := ""
	for _, part := range parts {
		rest += readAll(t, part)
	}
	require.True(t, strings.HasSuffix(want, rest))
	require.Contains(t, got.err, "output "+at("plain.csv"))
}

func TestOutputsOfSettingsRefused(t *testing.T) {
	in := sample(t)
	for lines, want := range map[string]string{
		"output:\n  - to: a.csv\n    nonsense: 3":                             ":4:5: unknown key nonsense",
		"output:\n  - fields: [id]":                                           ":3:5: to is missing",
		"output:\n  - to: a.csv\n    idle-timeout: 3s":                        ":4:5: idle-timeout is for all outputs",
		"output:\n  - to: a.csv\n    keep: many":                              ":4:11: keep is \"many\"",
		"output:\n  - to: a.csv\n    keep: 3":                                 ":4:5: keep needs rotate-flows",
		"output:\n  - to: a.csv\n    format: table\n    fields: [x1]":         ":5:14: fields names \"x1\"",
		"output:\n  - a.csv\n  - b-%x.csv":                                    ":4:5: output: unknown directive",
		"output:\n  - a.csv\n  - to: ./a.csv":                                 ":4:5: output names ./a.csv twice",
		"output:\n  - a.csv\n  - to: /nowhere/a.csv\n    fields: [id]":        ":4:5: output is /nowhere/a.csv: the folder",
		"output:\n  - a.csv\n  - to: b.csv\n    null: 'a,b'":                  "null is \"a,b\"",
		"output: {to: a.csv, format: 77}":                                     `:2:29: format is "77"`,
		"output: [[a]]":                                                       ":2:10: output needs a value",
		"output:\n  - to: [a, b]":                                             ":3:5: to takes one value, not a list",
		"output:\n  - to: kafka://b/t\n    fields: [id]":                      "kafka needs nfstream-full",
		"output:\n  - to: a.csv\n    queue: 0":                                ":4:12: queue is \"0\"",
		"output: []\nformat: json\nmetrics-credentials: /x\nmetrics: unix:/x": "metrics-credentials needs nfstream-full",
	} {
		got := inside("run", "--check", "--config", configured(t, "sources: "+in, lines))
		require.Equal(t, exitUsage, got.status, "%s: %s %s", lines, got.out, got.err)
		require.Contains(t, got.err, want, lines)
	}
}

// A named pipe that nobody reads holds up no other output; here of a service over a live source, by another that is slow.
type slowTarget struct {
	gate  chan struct{}
	fail  atomic.Bool
	mu    sync.Mutex
	rows  []uint64
	lost  atomic.Uint64
	close atomic.Int32
}

func (s *slowTarget) Write(f *nfstream.Flow) error {
	if s.gate != nil {
		<-s.gate
	}
	if s.fail.Load() {
		return errors.New("no connection")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows = append(s.rows, f.ID())
	return nil
}

func (s *slowTarget) Flush() error { return nil }
func (s *slowTarget) Close() error { s.close.Add(1); return nil }
func (s *slowTarget) Lost() uint64 { return s.lost.Load() }

func (s *slowTarget) target(scheme string) Target {
	return Target{Schemes: []string{scheme}, Check: func(string) error { return nil },
		Open: func(string, Rows) (output.SinkCloser, error) { return s, nil }}
}

// What a target loses by itself, and what it refuses, is in the summary and in the exit status.
func TestLossesOfTargets(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	for _, more := range [][]string{nil, {"-o", filepath.Join(dir, "a.csv")}} {
		lossy := &slowTarget{}
		lossy.lost.Store(7)
		p := &Program{Targets: []Target{lossy.target("lossy")}}
		var stdout, stderr bytes.Buffer
		status := p.Run(append(append([]string{"flows", "-o", "lossy://user:secret@host/x?key=secret"}, more...), in), &stdout, &stderr)
		require.Equal(t, exitFailure, status)
		require.Contains(t, stderr.String(), "; 7 rows lost")
		require.Contains(t, stderr.String(), "did not get 7 rows")
		require.NotContains(t, stderr.String(), "secret")
		require.EqualValues(t, 1, lossy.close.Load())
	}
	failing := &slowTarget{}
	failing.fail.Store(true)
	p := &Program{Targets: []Target{failing.target("bad")}}
	var stderr bytes.Buffer
	status := p.Run([]string{"flows", "-o", "bad://x", "-o", filepath.Join(dir, "b.csv"), in}, io.Discard, &stderr)
	require.Equal(t, exitFailure, status, "an error of one output ends the run")
	require.Contains(t, stderr.String(), "no connection")
}

// In a service, an output that fails holds up no other one, and is tried again.
func TestServiceSurvivesTargets(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	failing := &slowTarget{}
	failing.fail.Store(true)
	p := &Program{Targets: []Target{failing.target("bad")}}
	var stderr bytes.Buffer
	status := p.Run([]string{"run", "--config", configured(t, "sources: "+in, "fields: [id]", "log-interval: 0s",
		"output: ['bad://u:secret@x/y', "+filepath.Join(dir, "b.csv")+"]")}, io.Discard, &stderr)
	require.Zero(t, status, stderr.String())
	require.Equal(t, good(t, "flows", "--fields", "id", in), readAll(t, filepath.Join(dir, "b.csv")))
	rows := strings.Count(readAll(t, filepath.Join(dir, "b.csv")), "\n") - 1
	require.Contains(t, stderr.String(), "rows_lost="+itoa(rows)+"\n")
	require.Contains(t, stderr.String(), "cannot write rows")
	require.NotContains(t, stderr.String(), "secret")
}

func itoa(n int) string { return strings.ReplaceAll(thousands(uint64(n)), ",", "") }

// With captures, rows wait for a slow output; a pipe that somebody reads slowly gets all of them.
func TestSlowPipe(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	got := make(chan string)
	go func() {
		file, err := os.Open(pipe)
		if err != nil {
			got <- err.Error()
			return
		}
		defer file.Close()
		time.Sleep(200 * time.Millisecond)
		text, _ := io.ReadAll(file)
		got <- string(text)
	}()
	out := inside("flows", "-o", pipe, "-o", filepath.Join(dir, "b.csv"), in)
	require.Zero(t, out.status, out.err)
	require.Equal(t, readAll(t, filepath.Join(dir, "b.csv")), <-got)
}

// Outputs are replaced while flows come: each flow arrives once, those that stay go on.
func TestReplaceOutputs(t *testing.T) {
	one, two, three := &slowTarget{}, &slowTarget{}, &slowTarget{}
	p := newParameters(&Program{Targets: []Target{one.target("one"), two.target("two"), three.target("three")}})
	p.warn = func(error) {}
	s, err := nfstream.Open(sample(t), nfstream.Config{Workers: 1})
	require.NoError(t, err)
	var all []*nfstream.Flow
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		all = append(all, f)
	}
	set := func(to ...string) {
		p.to, p.outlets = to, nil
		require.NoError(t, p.setOutlets())
	}
	set("one://x", "two://x")
	out, err := p.openOutputs(s, false, nil, io.Discard)
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, f := range all {
			_ = out.Write(f)
		}
		_ = out.Flush()
	}()
	for i := range 20 {
		set("two://x", []string{"one://x", "three://x"}[i%2])
		next, err := out.open(p, s, out.current())
		require.NoError(t, err)
		out.replace(next)
	}
	<-done
	require.NoError(t, out.close())
	require.Len(t, two.rows, len(all))
	require.EqualValues(t, 1, two.close.Load(), "it stays")
	seen := map[uint64]int{}
	for _, id := range append(one.rows, three.rows...) {
		seen[id]++
	}
	require.Len(t, seen, len(all))
	require.Len(t, append(one.rows, three.rows...), len(all))
	require.Zero(t, out.Lost())
}

// Formats that keep notes get the flags that change rows, and no secrets.
func TestGivenSettings(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	key := saved(t, dir, "key", []byte("0123456789abcdef"))
	var got []map[string]string
	p := &Program{Formats: []Format{{Name: "noted", Extensions: []string{".noted"}, New: func(w io.Writer, r Rows) nfstream.Sink {
		got = append(got, r.Settings)
		return csv.NewWriter(w, r.Columns)
	}}}}
	var stderr bytes.Buffer
	status := p.Run([]string{"flows", "-o", filepath.Join(dir, "a.noted"), "--statistics", "--idle-timeout", "9s",
		"--count", "small=len < 99", "--count=large=len > 999", "--anonymize", "src_ip",
		"--anonymize-key-file", key, "--workers", "2", in}, io.Discard, &stderr)
	require.Zero(t, status, stderr.String())
	status = p.Run([]string{"run", "--config", configured(t, "sources: "+in, "output: "+filepath.Join(dir, "b.noted"), "statistics: true",
		"idle-timeout: 9s", "count: [small=len < 99, large=len > 999]", "anonymize: src_ip", "anonymize-key-file: "+key, "workers: 2",
		"log-level: error")}, io.Discard, &stderr)
	require.Zero(t, status, stderr.String())
	want := map[string]string{"statistics": "true", "idle-timeout": "9s", "count": "small=len < 99,large=len > 999",
		"anonymize": "src_ip"}
	for _, settings := range got {
		require.Equal(t, want, settings)
	}
	require.GreaterOrEqual(t, len(got), 2)
}
