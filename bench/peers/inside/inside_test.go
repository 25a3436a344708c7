package main

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
)

// flows meters what a stream brings, with one row for each flow.
func flows(t *testing.T, s *stream) (rows []string, stats nfstream.Stats) {
	t.Helper()
	source, err := capture.NewReader(s)
	require.NoError(t, err)
	m, err := nfstream.New(source, nfstream.Config{Workers: 1,
		Fields: []string{"bidirectional_packets", "application_name", "requested_server_name"}})
	require.NoError(t, err)
	for f, err := range m.Flows(t.Context()) {
		require.NoError(t, err)
		var row []byte
		for _, c := range m.Columns() {
			row = append(c.AppendText(row, f), ' ')
		}
		rows = append(rows, string(row))
	}
	return rows, m.Stats()
}

func TestStreamIsWholeFlows(t *testing.T) {
	rows, stats := flows(t, &stream{flows: 3, talk: talkPackets, packets: 10, payload: 1460, begin: http})
	require.Equal(t, uint64(3), stats.Flows)
	require.Equal(t, uint64(3*talkPackets+10), stats.Capture.Received)
	require.Len(t, rows, 3)
	require.Equal(t, []string{"16 HTTP www.example.com ", "15 HTTP www.example.com ", "15 HTTP www.example.com "}, rows)
}

func TestOpaqueStream(t *testing.T) {
	rows, _ := flows(t, &stream{flows: 1, talk: talkPackets, begin: opaque})
	require.Len(t, rows, 1)
	// Nothing was recognised but the port.
	require.True(t, strings.HasSuffix(rows[0], " HTTP  "), rows[0])
}

func TestStreamLengths(t *testing.T) {
	for _, payload := range []int{0, 1460} {
		all, err := io.ReadAll(&stream{flows: 2, packets: 5, payload: payload, begin: http})
		require.NoError(t, err)
		require.Len(t, all, 24+5*(16+max(60, 54+payload)))
	}
}

func TestRun(t *testing.T) {
	var out strings.Builder
	require.NoError(t, run(t.Context(), []string{"-runs", "2", "-packets", "2000", "-flows", "1000"}, &out))
	var all []Figure
	require.NoError(t, json.Unmarshal([]byte(out.String()), &all))
	require.Len(t, all, 2*len(costs())+len(memories()))
	for _, f := range all {
		require.Len(t, f.Values, 2, f.Name)
	}
	require.Error(t, run(t.Context(), []string{"-runs", "0"}, &out))
	require.Error(t, run(t.Context(), []string{"-flows", "3000000"}, &out))
}
