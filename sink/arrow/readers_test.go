package arrow_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/python"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
	sink "github.com/nfstream/nfstream-go/sink/arrow"
)

// pyarrow, pandas, polars, DuckDB and DataFusion read streams and files as CSV shows the flows of all captures, by the types
// that docs/arrow.md names.
func TestReadersOfOtherPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	program, dir := python.Interpreter(t, append(python.Frames, "datafusion")...), t.TempDir()
	config := all
	config.Null, config.TimeFormat = null, nfstream.TimeNanos
	wanted, flows := captured(t, config)
	flows = append(flows, dated(flows[0]))
	columns, _ := rowstest.Flows(t, 10, all)
	var expect bytes.Buffer
	for _, c := range wanted {
		values := make([]any, len(flows))
		for i, f := range flows {
			values[i] = expected(t, c, f)
		}
		require.NoError(t, json.NewEncoder(&expect).Encode(map[string]any{"name": c.Name, "stream": kind(c, true),
			"file": kind(c, false), "values": values}))
	}
	for name, o := range map[string]sink.Options{"default": {}, "batches": {BatchRows: 100, Compression: sink.LZ4},
		"plain": {BatchBytes: 200_000, Compression: sink.Uncompressed}} {
		for ext, data := range map[string][]byte{".expected": expect.Bytes(), ".arrows": write(t, columns, flows, true, o),
			".arrow": write(t, columns, flows, false, o)} {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name+ext), data, 0o600))
		}
	}
	out, err := exec.Command(program, filepath.Join("testdata", "readers.py"), dir).CombinedOutput()
	require.NoError(t, err, "%s", out)
	t.Logf("%s", bytes.TrimSpace(out))
}
