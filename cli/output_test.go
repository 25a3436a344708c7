package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

func TestOutputHasTheFormatOfItsName(t *testing.T) {
	dir, in := t.TempDir(), sample(t)
	for _, c := range []struct{ name, format, begin string }{
		{"a.json", "", "{"}, {"a.jsonl", "", "{"}, {"a.csv", "", "id,"}, {"a", "", "id,"}, {"b.json", "csv", "id,"},
		{"b.csv", "json", "{"}, {"c.csv", "table", "START"},
	} {
		path := filepath.Join(dir, c.name)
		args := []string{"flows", "-o", path}
		if c.format != "" {
			args = append(args, "--format", c.format)
		}
		good(t, append(args, in)...)
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(text), c.begin), "%s: %.20s", c.name, text)
	}
}

func TestNamesOfOtherFormatsAreRefused(t *testing.T) {
	dir, in := t.TempDir(), sample(t)
	t.Chdir(dir)
	for _, name := range []string{"a.parquet", "a.json.xz", "s3://bucket/a.csv", "flows-%Y.parquet"} {
		for _, format := range [][]string{nil, {"--format", "csv"}} {
			o := execute(t, command(t, append(append([]string{"flows", "-o", name}, format...), in)...))
			require.Equal(t, 2, o.status, o.err)
			require.Contains(t, o.err, "--output: "+name)
		}
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries, "nothing is created")
}

func TestColumnsAreListedForPrograms(t *testing.T) {
	corpus.Whole(t, "columns --format")
	types := map[string]string{}
	for line := range strings.Lines(good(t, "columns", "--format", "json")) {
		var c struct{ Name, Type, Unit, Group, Doc string }
		require.NoError(t, json.Unmarshal([]byte(line), &c))
		require.NotEmpty(t, c.Doc, c.Name)
		types[c.Name] = strings.TrimSuffix(c.Group+" "+c.Type+" "+c.Unit, " ")
	}
	for name, want := range map[string]string{"id": "default integer", "bidirectional_first_seen_ms": "default number ms",
		"src2dst_raw_bytes": "default integer bytes", "src_ip": "default text", "splt_piat_ms": "splt list of numbers ms",
		"tls_not_before": "tls time", "src2dst_mean_ip_ps": "default number bytes"} {
		require.Equal(t, want, types[name], name)
	}
	require.Contains(t, good(t, "columns", "--format", "csv", "nfstream6"), "\nsplt_ps,list of integers,bytes,nfstream6,")
}

func TestTimesAndNull(t *testing.T) {
	in := sample(t)
	for _, flags := range [][]string{{"--time-format", "ns"}, {"--time-format", "iso"}, {"--null", "NULL"}, {"--null", ""}} {
		args := append([]string{"flows", "--fields", "bidirectional_first_seen_ms,ssh_client"}, append(flags, in)...)
		row := records(t, good(t, args...))[1]
		switch strings.Join(flags, " ") {
		case "--time-format ns":
			require.Regexp(t, `^\d{19}$`, row[0])
		case "--time-format iso":
			require.Regexp(t, `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$`, row[0])
		case "--null NULL":
			require.Equal(t, "NULL", row[1])
		default:
			require.Empty(t, row[1])
		}
	}
}
