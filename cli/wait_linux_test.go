//go:build !tiny

package cli

import (
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A service waits for an interface that does not exist yet, and logs and counts its states.
func TestLiveServiceWaits(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("this needs curl")
	}
	h, m, dir := newHost(t), newManager(t), t.TempDir()
	metrics := filepath.Join(dir, "metrics")
	path := configured(t, "sources: [b0]", "wait: true", "output: "+filepath.Join(dir, "flows.csv"), "metrics: unix:"+metrics,
		"log-interval: 0s", "slice: 1")
	require.Contains(t, good(t, "run", "--check", "--config", path), "good")
	cmd := h.within(command(t, "run", "--config", path))
	log := m.starts(cmd, time.Minute)
	await := func(text, metric string) {
		t.Helper()
		require.Eventually(t, func() bool {
			out, _ := exec.Command("curl", "-sS", "--unix-socket", metrics, "http://x/metrics").Output()
			return strings.Contains(log.String(), text) && strings.Contains(string(out), metric+"\n")
		}, time.Minute, 10*time.Millisecond, "%s: %s", text, log)
	}
	await(`msg="an interface does not exist" interface=b0`, `nfstream_interface_up{interface="b0"} 0`)
	h.cable()
	await(`msg="an interface is up" interface=b0`, `nfstream_interface_up{interface="b0"} 1`)
	h.output("python3", "-c", burst, "1")
	await("", `nfstream_packets_received_total 1`)
	require.NoError(t, exec.Command("ip", "-n", h.name, "link", "set", "b0", "down").Run())
	await(`msg="an interface is down" interface=b0`, `nfstream_interface_lost_total{interface="b0"} 1`)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, cmd.Wait(), log.String())
}
