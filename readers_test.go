package nfstream_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/python"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/sink/csv"
	jsonsink "github.com/nfstream/nfstream-go/sink/json"
)

// varied are flows whose first thousand look like integers, and which bring texts of all kinds.
func varied(t *testing.T) []*nfstream.Flow {
	t.Helper()
	var flows []*nfstream.Flow
	for _, name := range []string{"web.pcap", "dns.pcap", "tls.pcap", "http.pcap", "ssh.pcap", "vlan.pcap", "gtp.pcap"} {
		path := filepath.Join("testdata", name)
		if _, err := os.Stat(path); err != nil {
			continue
		}
		s, err := nfstream.Open(path, nfstream.Config{Statistics: true, SPLT: 3, Fields: []string{"nfstream6", "all"}})
		require.NoError(t, err)
		for f, err := range s.Flows(t.Context()) {
			require.NoError(t, err)
			flows = append(flows, f)
		}
	}
	const day = int64(1436721000e9)
	for i := range int64(1005) {
		f := oneFlow(day+i*1e6, day+i*1e6+100e6)
		r := f.Record(record.Access{})
		r.SrcMAC, r.DstMAC = [6]byte{0, 0x15, 0x17, 1, 2, 3}, [6]byte{0, 0x10, 0x18}
		r.SPLT, r.SYN = append(r.SPLT, record.Split{}), &record.SYN{}
		flows = append(flows, f)
	}
	for _, text := range []string{"a\xffb", "nul\x00", "two\r\nlines", `say "a,b"`, "grüße, 日本語 😀", "tab\there", "'", `\`} {
		f := oneFlow(day+1, day+1_000_002, day+3_500_005)
		r := f.Record(record.Access{})
		whole := *r
		f.Show(r.Core, f.Label(), (&metadata.Set{ServerName: text, UserAgent: text, ServerText: text}).With(
			&http.Metadata{URL: text, ContentType: text, Status: 200}), nil, nil)
		*r = whole
		r.SYN = &record.SYN{}
		flows = append(flows, f)
	}
	return flows
}

// value is what a reader is to see of a flow's column.
func value(c *nfstream.Column, f *nfstream.Flow) any {
	text, observed := c.AppendObserved(nil, f)
	switch {
	case !observed:
		return nil
	case c.Type == nfstream.Int:
		return c.Int(f)
	case c.Type == nfstream.Millis:
		if ns := c.Int(f); math.Abs(float64(ns)) < 1<<52 {
			return float64(ns) / 1e6
		}
		return json.Number(text)
	case c.Type == nfstream.Float:
		return c.Float(f)
	case c.Type.List():
		return json.RawMessage(text)
	}
	return strings.ToValidUTF8(string(text), "?")
}

// Every group is read by pandas, polars and DuckDB as the types that the list of columns says.
func TestReadersTakeColumnsForWhatTheyAre(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	program, dir, flows := python.Interpreter(t, "pandas", "polars", "duckdb"), t.TempDir(), varied(t)
	for name, config := range map[string]nfstream.Config{
		"all": {Fields: []string{"all"}}, "nfstream6": {Fields: []string{"nfstream6"}},
		"null": {Fields: []string{"all"}, Null: nfstream.Empty}, "ns": {TimeFormat: nfstream.TimeNanos},
		"iso": {TimeFormat: nfstream.TimeISO, Null: nfstream.Empty},
	} {
		config.Statistics, config.SPLT = true, 3
		s, err := nfstream.New(&replay{}, config)
		require.NoError(t, err)
		var rows, objects, expected bytes.Buffer
		sinks := []nfstream.Sink{csv.NewWriter(&rows, s.Columns()), jsonsink.NewWriter(&objects, s.Columns())}
		for _, sink := range sinks {
			for _, f := range flows {
				require.NoError(t, sink.Write(f))
			}
			require.NoError(t, sink.Flush())
		}
		for _, c := range s.Columns() {
			kind := c.Type.String()
			if c.Type == nfstream.Millis {
				kind = nfstream.Float.String()
			}
			values := make([]any, len(flows))
			for i, f := range flows {
				values[i] = value(c, f)
			}
			require.NoError(t, json.NewEncoder(&expected).Encode(map[string]any{"name": c.Name, "type": kind, "values": values}))
		}
		for ext, text := range map[string][]byte{".csv": rows.Bytes(), ".jsonl": objects.Bytes(), ".expected": expected.Bytes()} {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name+ext), text, 0o600))
		}
	}
	out, err := exec.Command(program, filepath.Join("testdata", "readers.py"), dir).CombinedOutput()
	require.NoError(t, err, "%s", out)
	t.Logf("%s", bytes.TrimSpace(out))
}
