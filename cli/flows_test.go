package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

func TestCSV(t *testing.T) {
	rows := records(t, good(t, "flows", "--quiet", sample(t)))
	require.Greater(t, len(rows), 20)
	require.Equal(t, []string{"id", "bidirectional_first_seen_ms", "bidirectional_last_seen_ms"}, rows[0][:3])
	require.Equal(t, "j3a_server", rows[0][len(rows[0])-1])
	for _, row := range rows[1:] {
		require.Regexp(t, `^\d+$`, row[0])
		require.Regexp(t, `^\d+\.\d{3,6}$`, row[1])
	}
}

func TestJSON(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	lines := strings.Split(strings.TrimSpace(good(t, "flows", "--format", "json", "--fields", "all", "--splt", "3", sample(t))), "\n")
	require.Greater(t, len(lines), 20)
	for _, line := range lines {
		var flow struct {
			ID     *int     `json:"id"`
			First  *float64 `json:"bidirectional_first_seen_ms"`
			Source *string  `json:"src_ip"`
			Sizes  []int    `json:"splt_ps"`
		}
		require.NoError(t, json.Unmarshal([]byte(line), &flow))
		require.NotNil(t, flow.ID)
		require.NotNil(t, flow.First)
		require.NotNil(t, flow.Source)
		require.Len(t, flow.Sizes, 3)
	}
}

func TestSourcesAreOneStream(t *testing.T) {
	dir := t.TempDir()
	a := saved(t, dir, "a.pcap", traffic(t, 500, 1))
	b := saved(t, dir, "b.pcap.gz", zipped(t, traffic(t, 500, 2)))
	both := good(t, "flows", a, b)
	require.Equal(t, both, good(t, "flows", dir))
	require.NotEqual(t, both, good(t, "flows", b, a))
	require.Greater(t, len(both), len(good(t, "flows", a)))
}

func zipped(t *testing.T, data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(data)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}

func TestStandardInput(t *testing.T) {
	cmd := command(t, "flows", "-")
	cmd.Stdin = bytes.NewReader(traffic(t, 2000, 1))
	got := execute(t, cmd)
	require.Zero(t, got.status, got.err)
	require.Equal(t, good(t, "flows", sample(t)), got.out)
}

func TestWorkersMakeNoDifference(t *testing.T) {
	in := sample(t)
	one := good(t, "flows", "--workers", "1", in)
	require.Equal(t, one, good(t, "flows", "--workers", "3", in))
	require.Equal(t, one, good(t, "flows", in))
}

func TestOutputFile(t *testing.T) {
	in, out := sample(t), filepath.Join(t.TempDir(), "flows.csv")
	require.Empty(t, good(t, "flows", "-o", out, in))
	text, err := os.ReadFile(out)
	require.NoError(t, err)
	require.Equal(t, good(t, "flows", in), string(text))
}

func TestRotatedFiles(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	all := strings.SplitAfter(good(t, "flows", in), "\n")
	good(t, "flows", "-o", filepath.Join(dir, "f.csv"), "--rotate-flows", "10", in)
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	require.Equal(t, "f-000001.csv", filepath.Base(paths[0]))
	joined := all[0]
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		rows, headed := strings.CutPrefix(string(text), all[0])
		require.True(t, headed)
		require.LessOrEqual(t, strings.Count(rows, "\n"), 10)
		joined += rows
	}
	require.Equal(t, strings.Join(all, ""), joined)

	good(t, "flows", "-o", filepath.Join(dir, "g.csv"), "--rotate-flows", "10", "--keep", "2", in)
	kept, err := filepath.Glob(filepath.Join(dir, "g*"))
	require.NoError(t, err)
	require.Len(t, kept, 2)
	require.Equal(t, strings.Replace(filepath.Base(paths[len(paths)-1]), "f", "g", 1), filepath.Base(kept[1]))
}

func TestSlices(t *testing.T) {
	rows := records(t, good(t, "flows", "--slice", "1", "--fields", "bidirectional_packets", sample(t)))
	for _, row := range rows[1:] {
		require.Equal(t, "1", row[0])
	}
}

func TestZeroTimeout(t *testing.T) {
	in := sample(t)
	byDefault := strings.Count(good(t, "flows", in), "\n")
	for _, zero := range []string{"0", "0s"} {
		require.Greater(t, strings.Count(good(t, "flows", "--idle-timeout", zero, in), "\n"), byDefault)
	}
}

func TestAnonymization(t *testing.T) {
	corpus.Whole(t, "a flag here")
	in, key := sample(t), saved(t, t.TempDir(), "key", []byte("a key of many more bytes than needed\n"))
	args := []string{"flows", "--fields", "src_ip,dst_ip", "--anonymize", "src_ip,dst_ip", in}
	byFile := good(t, append(args, "--anonymize-key-file", key)...)
	require.NotEqual(t, byFile, good(t, args...), "the key is random without the file")
	t.Setenv(keyVariable, "a key of many more bytes than needed")
	require.Equal(t, byFile, good(t, args...))
	require.NotEqual(t, byFile, good(t, "flows", "--fields", "src_ip,dst_ip", in))
}
