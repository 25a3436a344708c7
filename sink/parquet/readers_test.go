package parquet_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/python"
	"github.com/nfstream/nfstream-go/internal/rows"
	"github.com/nfstream/nfstream-go/sink/csv"
	"github.com/nfstream/nfstream-go/sink/parquet"
)

// typed are configurations of every group of columns.
var typed = map[string]nfstream.Config{
	"ms":        {Fields: []string{"all", "nfstream6"}},
	"ns":        {Fields: []string{"all", "nfstream6"}, TimeFormat: nfstream.TimeNanos},
	"iso":       {Fields: []string{"all"}, TimeFormat: nfstream.TimeISO},
	"nfstream6": {Fields: []string{"nfstream6"}},
}

// described is what testdata/readers.py needs to know of a column.
type described struct {
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Type  string `json:"type"`
	Texts []any  `json:"texts,omitempty"` // elements of each row
}

func describe(c *nfstream.Column, precise bool, flows []*nfstream.Flow) described {
	d := described{Name: c.Name, Type: "us"}
	switch {
	case c.Moment():
		d.Kind = "time"
		if precise && c.Resolution() == time.Nanosecond {
			d.Type = "ns"
		}
	case c.TextList():
		d.Kind = "texts"
		for _, f := range flows {
			d.Texts = append(d.Texts, elements(c, f))
		}
	default:
		d.Kind = map[nfstream.Type]string{nfstream.Int: "int", nfstream.Millis: "millis", nfstream.Float: "float", nfstream.Text: "text",
			nfstream.IntList: "ints", nfstream.FloatList: "floats"}[c.Type]
		if c.Type == nfstream.Int || c.Type == nfstream.IntList {
			d.Type = c.Width().String()
		}
	}
	return d
}

func elements(c *nfstream.Column, f *nfstream.Flow) any {
	if c.Absent(f) {
		return nil
	}
	all := []string{}
	for _, s := range c.Texts(nil, f) {
		all = append(all, string(rows.Clean([]byte(s), 0)))
	}
	return all
}

// compared writes the flows of all captures as Parquet and as CSV, each with its configuration, for the readers.
func compared(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, config := range typed {
		config.Statistics, config.SPLT, config.Passwords = true, 4, true
		flows, columns := captured(t, config)
		var file bytes.Buffer
		w := parquet.NewWriter(&file, columns, parquet.Options{RowGroupRows: len(flows)})
		for _, f := range flows {
			require.NoError(t, w.Write(f))
		}
		require.NoError(t, w.Close())
		var kinds bytes.Buffer
		for _, c := range columns {
			require.NoError(t, json.NewEncoder(&kinds).Encode(describe(c, config.TimeFormat != nfstream.TimeMillis, flows)))
		}
		config.Null = nfstream.Empty
		var text bytes.Buffer
		s, err := nfstream.Open("../../testdata/web.pcap", config)
		require.NoError(t, err)
		lines := csv.NewWriter(&text, s.Columns())
		for _, f := range flows {
			require.NoError(t, lines.Write(f))
		}
		require.NoError(t, lines.Flush())
		for ext, content := range map[string][]byte{".parquet": file.Bytes(), ".json": kinds.Bytes(), ".csv": text.Bytes()} {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name+ext), content, 0o600))
		}
	}
	return dir
}

// Every value of every capture is what the CSV has, and of the documented type.
func TestReaders(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	readWith(t, python.Interpreter(t, python.Frames...), python.Frames)
}

// largePython is the variable that names a Python with what is too large for every run: .ci/python large prints it.
const largePython = "NFSTREAM_LARGE_PYTHON"

func TestLargeReaders(t *testing.T) {
	program := os.Getenv(largePython)
	if program == "" {
		t.Skip("needs " + largePython + ", a Python with pyspark and chdb, and Java: set it to what .ci/python large prints")
	}
	readWith(t, program, []string{"chdb", "spark"})
}

func readWith(t *testing.T, program string, readers []string) {
	out, err := exec.Command(program, append([]string{"testdata/readers.py", compared(t)}, readers...)...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	t.Logf("%s", bytes.TrimSpace(out))
}
