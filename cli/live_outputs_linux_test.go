//go:build !tiny

package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A named pipe that nobody reads holds up neither the meter nor other outputs: its rows are counted as lost. A reload without
// privileges that asks for a port of root changes nothing.
func TestLiveBlockedOutput(t *testing.T) {
	h, m, dir := newHost(t), newManager(t), t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	flows := filepath.Join(dir, "flows.csv")
	lines := []string{"sources: [lo]", "output:", "  - {to: " + pipe + ", queue: 64k}", "  - " + flows, "log-interval: 0s",
		"metrics: 127.0.0.1:9464", "active-timeout: 100ms", "idle-timeout: 10ms"}
	path := configured(t, lines...)
	cmd := h.within(command(t, "run", "--config", path))
	log := m.starts(cmd, time.Minute)
	burst := "for i in {1..3000}; do echo > /dev/udp/127.0.0.1/$((9000+i)); done 2>/dev/null; true"
	out, err := h.within(exec.Command("bash", "-c", burst)).CombinedOutput()
	require.NoError(t, err, string(out))
	lost := func(output string) int {
		return figureOf(h.scrape("/metrics"), fmt.Sprintf("nfstream_output_rows_lost_total{output=%q}", output))
	}
	require.Eventually(t, func() bool { return lost(pipe) > 100 }, time.Minute, 50*time.Millisecond, "%s", log)
	require.Eventually(t, func() bool {
		return figureOf(h.scrape("/metrics"), fmt.Sprintf("nfstream_output_rows_total{output=%q}", flows)) >= 3000
	}, time.Minute, 50*time.Millisecond, "%s", log)
	require.Zero(t, lost(flows))
	lint(t, h.scrape("/metrics"))
	require.Equal(t, "ok\n", h.scrape("/healthz"))

	lines[5] = "metrics: 127.0.0.1:80"
	require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600))
	require.NoError(t, cmd.Process.Signal(syscall.SIGHUP))
	m.await("READY=1", 2, log)
	if !strings.Contains(log.String(), "the settings were reloaded") { // a build with cgo keeps its privileges
		require.Contains(t, log.String(), "the current settings remain in force: "+path+":6:1: metrics: 127.0.0.1:80: ")
		require.Contains(t, log.String(), "permission denied")
		require.Equal(t, "ok\n", h.scrape("/healthz"), "at the old address")
	}
	lines[5] = "metrics: 127.0.0.1:9464\nlog-format: json"
	lines[2] = "  - " + filepath.Join(dir, "b.csv")
	require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600))
	require.NoError(t, cmd.Process.Signal(syscall.SIGHUP))
	m.await("READY=1", 3, log)
	require.Contains(t, log.String(), `"msg":"the settings were reloaded"`)
	h.speak()
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	begin := time.Now()
	require.NoError(t, cmd.Wait(), log.String())
	require.Less(t, time.Since(begin), closeTime+time.Minute)
	require.Contains(t, log.String(), pipe+" still blocks after 10s")
	require.Contains(t, readAll(t, filepath.Join(dir, "b.csv")), ",9001,")
	require.Contains(t, readAll(t, flows), ",9001,")
}
