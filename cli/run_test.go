//go:build !tiny

package cli

import (
	"bytes"
	"errors"
	"log/slog"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/cli/internal/exposition"
	"github.com/nfstream/nfstream-go/cli/internal/logs"
	"github.com/nfstream/nfstream-go/flow"
)

// configured writes a file of settings.
func configured(t *testing.T, lines ...string) string {
	t.Helper()
	return saved(t, t.TempDir(), "nfstream.yaml", []byte(strings.Join(lines, "\n")+"\n"))
}

func TestEveryFlagOfFlowsIsAKey(t *testing.T) {
	keys := newService("", &Program{}).keys()
	newFlows(&Program{}).Flags().VisitAll(func(f *cmdline.Flag) {
		require.NotNil(t, keys.Lookup(f.Name), f.Name)
	})
}

// Keys set the same fields as flags.
func TestKeysSetFields(t *testing.T) {
	path := configured(t, "sources: [eth0, eth1]", "idle-timeout: 2s", "active-timeout: 0", "dissect: false", "fields:", "  - a, b", "  - c",
		"anonymize: d,e", "ring-size: 2MiB", "table-size: unlimited", "workers: 3", "filter: tcp port 80", "rules: [x, y]",
		"accounting-mode: payload", "wait: true", "output: a-%H.csv", "keep: 5", "log-level: warn", "log-format: json",
		"log-interval: 1m", "metrics: unix:/x")
	s := newService(path, &Program{})
	require.NoError(t, s.load())
	flags := parsed(t, "--idle-timeout=2s", "--active-timeout=0", "--dissect=false", "--fields=a,b", "--fields=c", "--anonymize=d,e",
		"--ring-size=2MiB", "--table-size=unlimited", "--workers=3", "--filter=tcp port 80", "--rules=x", "--rules=y",
		"--accounting-mode=payload", "--wait")
	config, err := s.p.complete()
	require.NoError(t, err)
	require.Equal(t, flags, config)
	require.Equal(t, []string{"eth0", "eth1"}, s.p.sources)
	require.Equal(t, logs.Options{Level: slog.LevelWarn, JSON: true, Interval: time.Minute}, s.logs)
	require.Equal(t, []any{"a-%H.csv", 5, "unix:/x"}, []any{s.p.outlets[0].to, s.p.keep, s.metrics})
}

func TestRunRefuses(t *testing.T) {
	in := sample(t)
	for mistake, want := range map[string]string{
		"idle_timeout: 3s":       ":2:1: unknown key idle_timeout: try idle-timeout; see nfstream run --help",
		"nonsense: 3":            ":2:1: unknown key nonsense; see",
		"config: x":              ":2:1: unknown key config",
		"workers: many":          `:2:10: workers is "many": want a number of at least 0`,
		"workers: [1, 2]":        ":2:1: workers takes one value, not a list",
		"idle-timeout: 30":       `:2:15: idle-timeout is "30": want a time with its unit, such as 30s or 5m, or 0`,
		"duration: soon":         `:2:11: duration is "soon": want a time with its unit`,
		"statistics: on":         `:2:13: statistics is "on": want true or false`,
		"fields: [id, '']":       `:2:14: fields is "": want comma-separated names`,
		"fields: [id, nonsense]": ":2:1: fields ",
		"splt: 300":              ":2:1: splt is 300: want 0 to 255",
		"filter: tcp porn 80":    ":2:1: filter is \"tcp porn 80\": column 5",
		"output: a-%x.csv":       ":2:1: output: unknown directive \"%x\" in the name",
		"keep: 3":                ":2:1: keep needs rotate-flows, rotate-size or a date in output",
		"metrics: 0.0.0.0:9464": ":2:1: metrics is \"0.0.0.0:9464\": want unix: and a path, or a loopback address and a port, such as " +
			"127.0.0.1:9464; others need nfstream-full",
		"log-interval: -1s":          ":2:1: log-interval is -1s: want a time of at least 0",
		"log-level: loud":            `:2:12: log-level is "loud": want debug, info, warn, error, or 0 to 3`,
		"rules: [/nowhere]":          ":2:1: rules names",
		"splt: 300\nworkers: 1000":   ":3:1: workers is 1000: want 1 to 256",
		"anonymize: id\nsplt:":       ":3:6: splt has no value",
		"output: [":                  ":3:1: a bracket or a brace is not closed",
		"tor-consensus: [/nowhere]":  "",
		"anonymize-key-file: /none":  "",
		"output: ''":                 ":2:1: output is empty",
		"performance-report: -3s":    ":2:1: performance-report is -3s",
		"snaplen: 0":                 `:2:10: snaplen is "0": want a number of at least 1`,
		"sources: [x]":               ":2:1: sources is already set in line 1",
		"anonymize: [id]\nquiet: 12": `:3:8: quiet is "12": want true or false`,
	} {
		path := configured(t, "sources: ["+in+"]", mistake)
		got := inside("run", "--check", "--config", path)
		require.Contains(t, []int{exitUsage, exitFailure}, got.status, mistake)
		require.NotEmpty(t, got.err)
		if want != "" {
			require.Equal(t, exitUsage, got.status, got.err)
			require.Contains(t, got.err, "nfstream: "+path+want, mistake)
		}
	}
	got := inside("run", "--check", "--config", configured(t, "workers: 1"))
	require.Contains(t, got.err, ":1:1: sources is missing")
	got = inside("run", "--config", filepath.Join(t.TempDir(), "none"))
	require.Equal(t, exitFailure, got.status)
}

func TestCheck(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	file, socket := saved(t, dir, "file", []byte("x")), filepath.Join(dir, strings.Repeat("x", 120))
	for setting, want := range map[string]string{
		"sources: [" + in + "]":                               "",
		"sources: [nic-not-there]":                            ":1:1: sources names nic-not-there: no such interface",
		"sources: [" + file + "]":                             ":1:1: sources names " + file + ": ",
		"sources: [" + in + ", any]":                          ":1:1: sources names captures and interfaces",
		"sources: [" + in + "]\noutput: /nowhere/a.csv":       ":2:1: output is /nowhere/a.csv: the folder /nowhere does not exist",
		"sources: [" + in + "]\noutput: " + dir:               ":2:1: output is " + dir + ": it is a folder",
		"sources: [" + in + "]\noutput: " + dir + "/":         ":2:1: output is " + dir + "/: it is a folder",
		"sources: [" + in + "]\noutput: " + file + "/a-%H":    ":2:1: output is " + file + "/a-%H: " + file + " is not a folder",
		"sources: [" + in + "]\noutput: " + dir + "/a-%H.csv": "",
		"sources: [" + in + "]\nmetrics: unix:" + socket:      "want a path of at most 107 bytes",
		"sources: [" + in + "]\nmetrics: unix:" + file:        ":2:1: metrics is unix:" + file + ": the path exists and is not a socket",
		"sources: [" + in + "]\nmetrics: unix:" + file + "/x": file + " is not a folder",
		"sources: [" + in + "]\nrules: [" + dir + "]":         "is a directory",
		"sources: [" + in + "]\ntor-consensus: [" + dir + "]": "is a directory",
		"sources: [" + in + "]\nanonymize-key-file: " + dir:   "is a directory",
	} {
		got := inside("run", "--check", "--config", configured(t, setting))
		if want == "" {
			require.Zero(t, got.status, "%s: %s", setting, got.err)
			require.Empty(t, got.err)
			continue
		}
		require.Contains(t, []int{exitUsage, exitFailure}, got.status, setting)
		require.Contains(t, got.err, want, setting)
	}
}

// Interfaces that a service waits for, and folders that the service manager creates, cause warnings and not errors.
func TestCheckWarns(t *testing.T) {
	path := configured(t, "sources: [nic-not-there]", "wait: true", "statistics: true", "metrics: unix:/run/nfstream-none/metrics",
		"output: /var/log/nfstream-none/a.csv")
	got := inside("run", "--check", "--config", path)
	require.Zero(t, got.status, got.err)
	require.Equal(t, path+": good\n", got.out)
	require.Contains(t, got.err, "nfstream: warning: "+path+":1:1: sources names nic-not-there: no such interface")
	require.Contains(t, got.err, "nfstream: warning: "+path+":4:1: metrics is unix:/run/nfstream-none/metrics: the folder")
	require.Contains(t, got.err, "nfstream: warning: "+path+":5:1: output is /var/log/nfstream-none/a.csv: the folder")
	got = inside("run", "--check", "--config", configured(t, "sources: [no/name]", "wait: true"))
	require.Equal(t, exitUsage, got.status)
}

// A service over a capture writes the same rows as flows, and never overwrites files.
func TestRunOverACapture(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	path := configured(t, "sources: "+in, "output: "+filepath.Join(dir, "flows.csv"), "fields: [id, default]", "workers: 2")
	for range 2 {
		got := inside("run", "--config", path)
		require.Zero(t, got.status, got.err)
		require.Contains(t, got.err, `msg=ended why="the sources have ended" summary="2,000 packets, `)
	}
	want := good(t, "flows", "--fields", "id,default", in)
	require.Equal(t, want, readAll(t, filepath.Join(dir, "flows.csv")))
	require.Equal(t, want, readAll(t, filepath.Join(dir, "flows-001.csv")))
}

func TestLossesAreTold(t *testing.T) {
	var text bytes.Buffer
	said := func() string {
		defer text.Reset()
		return regexp.MustCompile(`(?m)^time=\S+ level=WARN msg=`).ReplaceAllString(text.String(), "")
	}
	log := logs.New(&text, logs.Options{})
	rows := uint64(0)
	l := losses{sink: func() uint64 { return rows }}
	var stats nfstream.Stats
	l.report(log, &stats)
	require.Empty(t, said())
	stats.Capture.Dropped, stats.Capture.InterfaceDropped, stats.Ended[flow.Evicted], rows = 1, 2, 3, 4
	l.report(log, &stats)
	require.Equal(t, `"packets were dropped because the ring was full" count=1 total=1
"packets were dropped by the interface" count=2 total=2
"flows were evicted from the full table" count=3 total=3
"rows could not be written" count=4 total=4
`, said())
	rows = 10
	l.report(log, &stats)
	require.Equal(t, "\"rows could not be written\" count=6 total=10\n", said())
}

func TestLocatedErrorsStayErrors(t *testing.T) {
	s := newService("f", &Program{})
	err := errors.New("other")
	require.Equal(t, failure{err}, s.located(failure{err}))
	require.EqualError(t, s.located(errors.New("--x is wrong")), "f: x is wrong")
}

func TestTooLittleMemoryIsToldByLine(t *testing.T) {
	config := configured(t, "sources: ["+sample(t)+"]", "memory: 1M")
	got := inside("run", "--check", "--config", config)
	require.Equal(t, exitUsage, got.status)
	require.Contains(t, got.err, config+":2:1: memory is 1MiB: want at least ")
}

func TestShedFlowsAreExposed(t *testing.T) {
	var text exposition.Text
	exposeFlows(&text, &nfstream.Stats{Uninspected: 7, CutShort: 1}, 0)
	require.Contains(t, string(text.Bytes()), "nfstream_flows_shed_total{what=\"uninspected\"} 7\n"+
		"nfstream_flows_shed_total{what=\"cut_short\"} 1\n")
}

// Counts are also keys of a service.
func TestCountOfAService(t *testing.T) {
	s := newService(configured(t, "sources: [a.pcap]", "count:", "  - small=len < 100", "  - 'tls_=tcp port 443'"), &Program{})
	require.NoError(t, s.load())
	c, err := s.p.complete()
	require.NoError(t, err)
	var names []string
	for _, p := range c.Plugins {
		names = append(names, p.Columns()[0].Name)
	}
	require.Equal(t, []string{"small", "tls_"}, names)
	s = newService(configured(t, "sources: [a.pcap]", "count: [id=tcp]"), &Program{})
	require.ErrorContains(t, s.load(), ":2:9: count is \"id=tcp\": a column or group id")
}
