package nfstream_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	jsonsink "github.com/nfstream/nfstream-go/sink/json"
)

// FuzzRun meters captures of any bytes from end to end: nothing panics, every flow that began is a row, and rows are
// JSON, the same for one worker and two.
func FuzzRun(f *testing.F) {
	for _, name := range []string{"vlan.pcap", "gtp.pcap", "l2tp.pcap", "mixed.pcapng", "fragments.pcap", "ipv6-ext.pcap",
		"erspan3.pcap", "snaplen64.pcap", "any-sll2.pcap"} {
		data, err := os.ReadFile("testdata/" + name)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		one, ok := fuzzRows(t, data, 1)
		two, okToo := fuzzRows(t, data, 2)
		require.Equal(t, ok, okToo)
		require.Equal(t, string(one), string(two))
		for line := range bytes.Lines(one) {
			require.True(t, json.Valid(line), "%s", line)
		}
	})
}

// fuzzRows returns the rows of a capture, and not ok where it is none.
func fuzzRows(t *testing.T, data []byte, workers int) (rows []byte, ok bool) {
	src, err := capture.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, false
	}
	s, err := nfstream.New(src, nfstream.Config{Workers: workers, Statistics: true, SPLT: 3, TableSize: 9,
		Fields: []string{"all"}})
	require.NoError(t, err)
	var out bytes.Buffer
	_ = s.Run(t.Context(), jsonsink.NewWriter(&out, s.Columns()))
	stats := s.Stats()
	require.Equal(t, stats.Flows, stats.Exported())
	require.EqualValues(t, stats.Flows, bytes.Count(out.Bytes(), []byte("\n")))
	return out.Bytes(), true
}
