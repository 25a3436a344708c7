//go:build !tiny

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The kinds of lines in the text format of Prometheus.
var (
	describingLine = regexp.MustCompile(`^# (HELP \w+ .+|TYPE \w+ (counter|gauge))$`)
	sampleLine     = regexp.MustCompile(`^[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [-+0-9.e]+$`)
)

// figureOf returns the value of a metric without labels, 0 if it is missing.
func figureOf(metrics, name string) (value int) {
	for line := range strings.Lines(metrics) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), name+" "); ok {
			value, _ = strconv.Atoi(text)
		}
	}
	return value
}

// lint checks metrics with Prometheus' tool, if it is installed.
func lint(t *testing.T, metrics string) {
	t.Helper()
	require.Contains(t, metrics, "# TYPE nfstream_frames_total counter\n")
	tool, err := exec.LookPath("promtool")
	if err != nil {
		return
	}
	check := exec.Command(tool, "check", "metrics")
	check.Stdin = strings.NewReader(metrics)
	out, err := check.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Empty(t, string(out))
}

// requireMetrics requires a file of complete, valid metrics, without the process metrics of node_exporter.
func requireMetrics(t *testing.T, path string) string {
	t.Helper()
	text := readAll(t, path)
	require.True(t, strings.HasSuffix(text, "\n"))
	types, series := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if words := strings.Fields(line); words[0] == "#" {
			require.Regexp(t, describingLine, line)
			if words[1] == "TYPE" {
				require.False(t, types[words[2]], "two types of %s", words[2])
				types[words[2]] = true
			}
			continue
		}
		require.Regexp(t, sampleLine, line)
		name := line[:strings.LastIndexByte(line, ' ')]
		require.False(t, series[name], "two samples of %s", name)
		series[name] = true
		metric, _, _ := strings.Cut(name, "{")
		require.True(t, types[metric], metric)
		require.True(t, strings.HasPrefix(metric, "nfstream_"), metric)
	}
	lint(t, text)
	return text
}

// Runs of flows and of a service leave their final values in the file.
func TestMetricsFile(t *testing.T) {
	in, path := sample(t), filepath.Join(t.TempDir(), "nfstream.prom")
	for _, run := range [][]string{
		{"flows", "--metrics-file", path, in},
		{"run", "--config", configured(t, "sources: ["+in+"]", "output: "+filepath.Join(t.TempDir(), "a.csv"), "metrics-file: "+path)},
	} {
		got := inside(run...)
		require.Zero(t, got.status, got.err)
		text := requireMetrics(t, path)
		require.Equal(t, 2000, figureOf(text, "nfstream_packets_received_total"))
		require.Positive(t, figureOf(text, "nfstream_flows_started_total"))
		require.Contains(t, text, "\nnfstream_flows_alive 0\n")
		require.Contains(t, text, "\nnfstream_metrics_file_errors_total 0\n")
		require.Contains(t, text, "\nnfstream_process_start_time_seconds ")
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o644), info.Mode())
		entries, err := os.ReadDir(filepath.Dir(path))
		require.NoError(t, err)
		require.Len(t, entries, 1, "no other file stays")
		require.NoError(t, os.Remove(path))
	}
}

// A reader always sees a complete text, also if the writer was killed.
func TestMetricsFileIsReplaced(t *testing.T) {
	dir := t.TempDir()
	path, victim := filepath.Join(dir, "a.prom"), saved(t, dir, "victim", []byte("kept"))
	require.NoError(t, os.Symlink(victim, filepath.Join(dir, ".a.prom.tmp")))
	short, long := strings.Repeat("a", 1<<10), strings.Repeat("b", 1<<20)
	require.NoError(t, replaceFile(path, []byte(short)))
	stop := every(time.Microsecond, func() {
		_ = replaceFile(path, []byte(long))
		_ = replaceFile(path, []byte(short))
	})
	defer stop()
	for last, changes := short, 0; changes < 20; {
		text := readAll(t, path)
		if text != short && text != long {
			t.Fatalf("a part: %d bytes", len(text))
		}
		if text != last {
			last, changes = text, changes+1
		}
	}
	require.Equal(t, "kept", readAll(t, victim))
}

// A failure to write is reported once and counted. It neither ends the run nor loses rows.
func TestMetricsFileFails(t *testing.T) {
	in, path := sample(t), filepath.Join(t.TempDir(), "none", "a.prom")
	got := inside("flows", "--metrics-file", path, in)
	require.Zero(t, got.status)
	require.Equal(t, good(t, "flows", in), got.out)
	require.Equal(t, 1, strings.Count(got.err, "nfstream: --metrics-file: "), got.err)
	require.Contains(t, got.err, "; 2 failures to write the metrics\n")

	config := configured(t, "sources: ["+in+"]", "output: "+filepath.Join(t.TempDir(), "a.csv"), "metrics-file: "+path, "log-interval: 0s")
	got = inside("run", "--config", config)
	require.Zero(t, got.status)
	require.Equal(t, 1, strings.Count(got.err, `msg="cannot write the metrics file"`), got.err)
	require.Contains(t, got.err, `; 2 failures to write the metrics" rows_lost=0`)
}

// After a success the next failure is reported again.
func TestMetricsFileRecovers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "later")
	told := 0
	f := &metricsFile{path: filepath.Join(dir, "a.prom"), warn: func(error) { told++ }}
	for range 3 {
		f.write(nil)
	}
	require.NoError(t, os.Mkdir(dir, 0o700))
	f.write([]byte("x"))
	require.Equal(t, "x", readAll(t, f.path))
	require.NoError(t, os.RemoveAll(dir))
	f.write(nil)
	require.Equal(t, []int{2, 4}, []int{told, int(f.failed())})
}

func TestMetricsInterval(t *testing.T) {
	require.Equal(t, 10*time.Second, new(parameters).metricsInterval())
	require.Equal(t, time.Minute, (&parameters{report: time.Minute}).metricsInterval())
}

// A rename does not replace files that the user needs.
func TestMetricsFileIsNoOther(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	rules := saved(t, dir, "own.txt", []byte("Service One\n  networks 0.0.0.0/0\n"))
	for line, want := range map[string]string{
		"--metrics-file - x":                                         "want the name of a file",
		"--metrics-file " + dir + " x":                               "it is a folder",
		"--metrics-file " + dir + "/x/ x":                            "it is a folder",
		"--metrics-file " + os.DevNull + " x":                        "it is not a regular file",
		"--metrics-file " + in + " " + in:                            "the run uses that file",
		"--metrics-file a.prom -o ./a.prom x":                        "--output is the same file",
		"--rules " + rules + " --metrics-file " + rules + " x":       "the run uses that file",
		"--rules hosts:" + rules + " --metrics-file " + rules + " x": "the run uses that file",
	} {
		require.Contains(t, refused(t, "flows "+line), want, line)
	}
	path := configured(t, "sources: ["+in+"]", "metrics-file: FILE")
	require.NoError(t, os.WriteFile(path, []byte("sources: ["+in+"]\nmetrics-file: "+path+"\n"), 0o600))
	require.Contains(t, inside("run", "--check", "--config", path).err, ":2:1: metrics-file is "+path+": the run uses that file")
}

func TestCheckOfMetricsFile(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	got := inside("run", "--check", "--config", configured(t, "sources: ["+in+"]", "metrics-file: /nowhere/a.prom"))
	require.Equal(t, exitUsage, got.status)
	require.Contains(t, got.err, ":2:1: metrics-file is /nowhere/a.prom: the folder /nowhere does not exist")
	got = inside("run", "--check", "--config", configured(t, "sources: ["+in+"]", "metrics-file: "+dir+"/a.txt"))
	require.Zero(t, got.status, got.err)
	require.Contains(t, got.err, "warning: ")
	require.Contains(t, got.err, "node_exporter reads only files that end in .prom")
	got = inside("run", "--check", "--config", configured(t, "sources: ["+in+"]", "metrics-file: "+dir+"/a.prom"))
	require.Zero(t, got.status, got.err)
	require.Empty(t, got.err)
}
