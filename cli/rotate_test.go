package cli

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Files by size and by date together hold the same rows as one file.
func TestRotatedFilesAreTheWhole(t *testing.T) {
	in := sample(t)
	rows := len(records(t, good(t, "flows", "--slice", "1", in))) - 1
	for name, more := range map[string][]string{"a.csv": {"--rotate-size", "100KiB"}, "a-%Y.csv.gz": {"--rotate-flows", "500"},
		"a-%Y.csv": nil} {
		dir := t.TempDir()
		good(t, append([]string{"flows", "-q", "--slice", "1", "-o", filepath.Join(dir, name), in}, more...)...)
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		require.NoError(t, err)
		if more != nil {
			require.Greater(t, len(files), 1)
		}
		sum := 0
		for _, path := range files {
			sum += len(records(t, readAll(t, path))) - 1
		}
		require.Equal(t, rows, sum, name)
	}
}

// The date of a capture's rows is that of its packets.
func TestDatesOfCaptures(t *testing.T) {
	in, dir := sample(t), t.TempDir()
	good(t, "flows", "-q", "-o", filepath.Join(dir, "date=%Y-%m-%d", "part-%06d.csv"), in)
	files, err := filepath.Glob(filepath.Join(dir, "date=20*", "part-000001.csv"))
	require.NoError(t, err)
	rows := 0
	for _, path := range files {
		rows += len(records(t, readAll(t, path))) - 1
		require.NotContains(t, path, time.Now().UTC().Format("date=2006-01-02"))
	}
	require.Equal(t, len(records(t, good(t, "flows", in)))-1, rows)
}

// readAll reads a file, compressed or not.
func readAll(t *testing.T, path string) string {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		r, err = gzip.NewReader(file)
		require.NoError(t, err)
	}
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(text)
}

func TestBadRotation(t *testing.T) {
	in := sample(t)
	for want, args := range map[string][]string{
		"--rotate-size needs --output":                                        {"--rotate-size", "1MiB"},
		"--keep needs --rotate-flows, --rotate-size or a date in --out":       {"--keep", "3", "-o", "x.csv"},
		`--output: unknown directive "%x" in the name of a file: want %Y, %m`: {"-o", "a-%x.csv"},
		"--output: %Y/../a.csv has .. after a date":                           {"-o", "%Y/../a.csv"},
	} {
		got := inside(append([]string{"flows", in}, args...)...)
		require.Equal(t, exitUsage, got.status)
		require.Contains(t, got.err, want)
	}
}
