package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

func TestBadUsage(t *testing.T) {
	corpus.Whole(t, "a flag here")
	in, missing := sample(t), filepath.Join(t.TempDir(), "missing")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"flows"}, "no source: want"},
		{[]string{"flow", in}, "try flows"},
		{[]string{in}, "try nfstream flows " + in},
		{[]string{"nonsense"}, "see nfstream --help"},
		{[]string{"flows", "--nonsense", in}, "unknown flag --nonsense; see nfstream flows --help"},
		{[]string{"flows", "--idle-timeout", "30", in}, `--idle-timeout is "30": want a time with its unit`},
		{[]string{"flows", "--active-timeout", "-1s", in}, `--active-timeout is "-1s": want a time`},
		{[]string{"flows", "--active-timeout", "30ns", in}, `--active-timeout is "30ns": want at least 1ms, or 0`},
		{[]string{"flows", "--duration", "30us", in}, `--duration is "30us": want at least 1ms, or 0`},
		{[]string{"flows", "--snaplen", "0", in}, `--snaplen is "0": want a number of at least 1`},
		{[]string{"flows", "--splt", "256", in}, "--splt is 256: want 0 to 255"},
		{[]string{"flows", "--workers", "1000", in}, "--workers is 1000: want 1 to 256"},
		{[]string{"flows", "--accounting-mode", "4", in}, `--accounting-mode is "4": want raw, ip, transport, payload`},
		{[]string{"flows", "--table-size", "-2", in}, "or unlimited"},
		{[]string{"flows", "--format", "xml", in}, `--format is "xml": want csv, json`},
		{[]string{"flows", "--fields", "src_ipp", in}, `--fields names "src_ipp": want perhaps src_ip`},
		{[]string{"flows", "--fields", "a,,b", in}, "--fields is"},
		{[]string{"flows", "--fields", "src2dst_syn_packets", in}, "which needs --statistics"},
		{[]string{"flows", "--anonymize", "nonsense", in}, `--anonymize names "nonsense"`},
		{[]string{"flows", "--rotate-flows", "5", in}, "--rotate-flows needs --output"},
		{[]string{"flows", "--keep", "5", in}, "--keep needs --rotate-flows"},
		{[]string{"flows", "--output", "", in}, "--output is empty"},
		{[]string{"flows", "--output", in, in}, "which is also a source"},
		{[]string{"flows", "--duration", "-1s", in}, `--duration is "-1s": want a time`},
		{[]string{"flows", "--performance-report", "-1s", in}, "--performance-report is -1s: want a time"},
		{[]string{"flows", "--block-timeout", "-1s", in}, `--block-timeout is "-1s": want a time`},
		{[]string{"flows", "--ring-size", "0", in}, `--ring-size is "0": want a number of bytes`},
		{[]string{"flows", "--filter", "tcp port 70000", in}, `--filter is "tcp port 70000": column 10: a port`},
		{[]string{"flows", "--anonymize-key-file", saved(t, t.TempDir(), "key", []byte("\n")), in}, "not empty"},
		{[]string{"columns", "nonsense"}, "want a column"},
		{[]string{"version", "nonsense"}, "nonsense"},
	} {
		got := inside(c.args...)
		require.Equal(t, exitUsage, got.status, "%v: %s", c.args, got.err)
		require.Contains(t, got.err, c.want)
		require.NotContains(t, got.err, "Usage:")
		require.Equal(t, 1, strings.Count(got.err, "\n"), got.err)
		require.Empty(t, got.out)
	}
	require.NoFileExists(t, missing)
}

func TestSourcesThatFail(t *testing.T) {
	dir := t.TempDir()
	for _, source := range []string{filepath.Join(dir, "missing"), dir, saved(t, t.TempDir(), "text", []byte("no capture\n"))} {
		out := filepath.Join(t.TempDir(), "flows.csv")
		got := inside("flows", "-o", out, source)
		require.Equal(t, exitFailure, got.status)
		require.Contains(t, got.err, source)
		require.NoFileExists(t, out, "a run that cannot begin leaves the output alone")
	}
}

func TestKeyFileIsMissing(t *testing.T) {
	corpus.Whole(t, "a flag here")
	got := inside("flows", "--anonymize-key-file", "missing", sample(t))
	require.Equal(t, exitFailure, got.status)
	require.Contains(t, got.err, "open missing: ")
}

func TestCaptureCutShort(t *testing.T) {
	whole := traffic(t, 2000, 1)
	cut := saved(t, t.TempDir(), "cut.pcap", whole[:len(whole)-5])
	got := inside("flows", cut)
	require.Equal(t, exitFailure, got.status)
	require.Regexp(t, `nfstream: .*cut\.pcap: byte \d+: capture cut short`, got.err)
	require.Contains(t, got.err, "1,999 packets")
	require.Greater(t, len(records(t, got.out)), 20)
}

func TestOutputCannotBeMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing", "flows.csv")
	got := inside("flows", "-o", path, sample(t))
	require.Equal(t, exitFailure, got.status)
	require.Contains(t, got.err, path)
}

func TestFullDevice(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip(err)
	}
	got := inside("flows", "--quiet", "-o", "/dev/full", sample(t))
	require.Equal(t, exitFailure, got.status)
	require.Equal(t, "nfstream: writing flows: write /dev/full: no space left on device\n", got.err)
}
