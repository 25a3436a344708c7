package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/bench/workload"
)

func TestParse(t *testing.T) {
	o, path, err := parse([]string{"-o", "x"}, io.Discard)
	require.NoError(t, err)
	require.Equal(t, "x", path)
	require.Equal(t, workload.Options{Name: "mix", Packets: usualPackets, Seed: 1}, o)

	o, _, err = parse([]string{"-o", "x", "-duration", "1h", "-workload", "churn"}, io.Discard)
	require.NoError(t, err)
	require.Equal(t, workload.Options{Name: "churn", Duration: time.Hour, Seed: 1}, o)

	o, _, err = parse([]string{"-o", "x", "-from", "../../testdata"}, io.Discard)
	require.NoError(t, err)
	require.Equal(t, workload.CapturesName, o.Name)
	require.NotNil(t, o.Captures)
}

func TestParseRefuses(t *testing.T) {
	for _, args := range [][]string{
		{}, {"-o", "x", "-workload", "bulk", "-from", "."}, {"-o", "x", "-workload", "captures", "-from", "none"},
		{"-o", "x", "-duration", "long"},
	} {
		_, _, err := parse(args, io.Discard)
		require.Error(t, err, args)
	}
}

// TestRun writes the same to a file and to standard output.
func TestRun(t *testing.T) {
	var out, report bytes.Buffer
	require.NoError(t, run([]string{"-packets", "100", "-o", "-"}, &out, &report))
	require.Contains(t, report.String(), "mix: 100 packets")
	path := filepath.Join(t.TempDir(), "mix.pcap")
	require.NoError(t, run([]string{"-packets", "100", "-o", path}, io.Discard, io.Discard))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, out.Bytes(), data)
	require.Error(t, run([]string{"-o", filepath.Join(path, "below")}, io.Discard, io.Discard))
	require.ErrorContains(t, run([]string{"-workload", "storm", "-o", "-"}, io.Discard, io.Discard), "storm")
}
