package output

import (
	"bytes"
	"compress/gzip"
	"errors"
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

// texts are the outputs of a program with two formats.
func texts() *Outputs {
	return &Outputs{Program: "nfstream", Formats: []Format{{Name: "csv", Extensions: []string{".csv"}},
		{Name: "json", Extensions: []string{".json", ".jsonl", ".ndjson"}}}}
}

// A format that compresses by itself takes no .gz, and a target takes the URLs of its schemes.
func TestMoreOutputs(t *testing.T) {
	o := texts()
	o.Formats = append(o.Formats, Format{Name: "parquet", Extensions: []string{".parquet", ".pq"}, Packed: true})
	f, err := o.Of("a.PQ")
	require.NoError(t, err)
	require.Equal(t, "parquet", f.Name)
	require.Same(t, f, o.Named("parquet"))
	require.Nil(t, o.Named("arrow"))
	require.Equal(t, []string{"csv", "json", "parquet"}, o.Names())
	require.EqualError(t, o.Check("a.parquet.gz"), "a.parquet.gz: parquet is compressed already: want a name without .gz")

	o.Targets = []Target{{Schemes: []string{"tcp", "udp"}, Check: func(url string) error { return errors.New("no port in " + url) }}}
	require.EqualError(t, o.Check("UDP://host"), "no port in UDP://host")
	require.NotNil(t, o.Target("tcp://host:1"))
	require.Nil(t, o.Target("tcp:/host:1"))
	require.ErrorContains(t, o.Check("http://host"), "http://host is a URL: want a file")
	require.EqualError(t, o.CheckFormat("tcp://host:1", "csv"), "tcp://host:1 has a format of its own")

	o.Targets[0].Formats = []string{"json", "protobuf"}
	require.Equal(t, []string{"csv", "json", "parquet", "protobuf"}, o.Names())
	require.NoError(t, o.CheckFormat("tcp://host:1", "protobuf"))
	require.NoError(t, o.CheckFormat("tcp://host:1", ""))
	require.NoError(t, o.CheckFormat("a.txt", "csv"))
	require.EqualError(t, o.CheckFormat("tcp://host:1", "csv"), "tcp://host:1 does not take csv: want json or protobuf")
	require.EqualError(t, o.CheckFormat("a.txt", "protobuf"), "protobuf is no format of files")
}

func TestFormatFollowsTheName(t *testing.T) {
	needZstd(t)
	outputs := texts()
	for path, want := range map[string]string{"a": "", "a.txt": "", "a.csv": "csv", "a.CSV.GZ": "csv", "a.json": "json", "a.jsonl": "json",
		"a.ndjson.zst": "json", "a.gz": "", "a.zst": "", "flows-%Y%m%d.json.zst": "json", "d.parquet/a.csv": "csv",
		"a.parquet.csv": "csv", "/x/a.json.csv": "csv", "./a://b": ""} {
		got, err := outputs.Of(path)
		require.NoError(t, err, path)
		if want == "" {
			require.Nil(t, got, path)
			continue
		}
		require.Equal(t, want, got.Name, path)
	}
	for path, why := range map[string]string{"a.parquet": "parquet needs nfstream-full", "a.Parquet.gz": "parquet needs",
		"x/a.arrow": "arrow needs nfstream-full", "a.feather": "feather needs",
		"a.avro": "avro", "a.xlsx": "xlsx", "a.db": "db is not", "a.ipfix": "ipfix",
		"a.tsv": "tsv", "a.pcap": "pcap is not", "a.csv.xz": "xz", "a.csv.bz2": "bz2", "a.zip": "zip", "flows-%H.parquet": "parquet needs",
		"s3://bucket/a.csv": "is a URL", "kafka://host:1/topic": "kafka needs nfstream-full",
		"IPFIX+tls://host": "ipfix+tls needs nfstream-full", "file:///a.csv": "is a URL"} {
		require.ErrorContains(t, outputs.Check(path), why, path)
	}
	require.EqualError(t, outputs.NeedsFull("arrow"), "arrow needs nfstream-full")
	require.NoError(t, outputs.NeedsFull("csv"))
	require.NoError(t, outputs.NeedsFull("avro"))
	outputs.Program = "nfstream-full"
	require.NoError(t, outputs.NeedsFull("arrow"))
	require.ErrorContains(t, outputs.Check("a.feather"), "feather is not supported: want .csv, .json or .jsonl")
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
