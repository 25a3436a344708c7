package output

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

// needZstd skips a test in builds that do not write zstd.
func needZstd(t *testing.T) {
	t.Helper()
	if !haveZstd {
		t.Skip("this build does not write zstd")
	}
}

func TestFormatFollowsTheName(t *testing.T) {
	needZstd(t)
	for path, want := range map[string]string{"a": "", "a.txt": "", "a.csv": CSV, "a.CSV.GZ": CSV, "a.json": JSON, "a.jsonl": JSON,
		"a.ndjson.zst": JSON, "a.gz": "", "a.zst": "", "flows-%Y%m%d.json.zst": JSON, "d.parquet/a.csv": CSV, "a.parquet.csv": CSV,
		"/x/a.json.csv": CSV, "./a://b": ""} {
		got, err := Format(path)
		require.NoError(t, err, path)
		require.Equal(t, want, got, path)
	}
	for path, why := range map[string]string{"a.parquet": "parquet is not supported", "a.Parquet.gz": "parquet is not",
		"x/a.arrow": "arrow is not", "a.feather": "feather", "a.avro": "avro", "a.xlsx": "xlsx", "a.db": "db is not", "a.ipfix": "ipfix",
		"a.tsv": "tsv", "a.pcap": "pcap is not", "a.csv.xz": "xz", "a.csv.bz2": "bz2", "a.zip": "zip", "flows-%H.parquet": "parquet",
		"s3://bucket/a.csv": "is a URL", "kafka://host:1/topic": "is a URL", "file:///a.csv": "is a URL"} {
		require.ErrorContains(t, Check(path), why, path)
	}
}

// Other programs can read a compressed file. It holds whole members and can be continued after each.
func TestCompression(t *testing.T) {
	needZstd(t)
	for name, open := range map[string]func(io.Reader) (io.Reader, error){
		"a.csv.gz":  func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"a.csv.ZST": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
	} {
		path := filepath.Join(t.TempDir(), name)
		f, err := Create(path, Options{}, newLines)
		require.NoError(t, err)
		for range 300_000 {
			require.NoError(t, f.Write(nil))
		}
		require.NoError(t, f.Flush())
		require.NoError(t, f.Close())
		packed, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Less(t, len(packed), 100_000)
		r, err := open(bytes.NewReader(packed))
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		require.Equal(t, "head\n"+string(bytes.Repeat([]byte("row\n"), 300_000)), string(text))
	}
}
