//go:build !tiny

package cli

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// The metrics file follows a live run. At the end it has the numbers of the summary.
func TestLiveMetricsFile(t *testing.T) {
	h := newHost(t)
	path := filepath.Join(t.TempDir(), "nfstream.prom")
	m := h.meter("--metrics-file", path, "lo")
	require.Zero(t, figureOf(requireMetrics(t, path), "nfstream_packets_received_total"))
	h.speak()
	h.await(func() bool { return figureOf(readAll(t, path), "nfstream_packets_received_total") >= spoken }, m)
	require.Positive(t, figureOf(readAll(t, path), "nfstream_flows_alive"))
	require.NoError(t, m.cmd.Process.Signal(syscall.SIGINT))
	require.NoError(t, m.cmd.Wait(), &m.stderr)
	text := requireMetrics(t, path)
	require.Contains(t, text, "\nnfstream_flows_alive 0\n")
	require.Contains(t, text, "\nnfstream_interface_up{interface=\"lo\"} ")
}
