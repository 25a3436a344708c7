//go:build !tiny

package cli

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// manager is a service manager for one service.
type manager struct {
	t      *testing.T
	socket *net.UnixConn
	mu     sync.Mutex
	lines  []string
}

func newManager(t *testing.T) *manager {
	t.Helper()
	m := &manager{t: t}
	at := &net.UnixAddr{Name: filepath.Join(t.TempDir(), "notify"), Net: "unixgram"}
	var err error
	m.socket, err = net.ListenUnixgram("unixgram", at)
	require.NoError(t, err)
	t.Cleanup(func() { m.socket.Close() })
	go func() {
		for buf := make([]byte, 4096); ; {
			n, err := m.socket.Read(buf)
			if err != nil {
				return
			}
			m.mu.Lock()
			m.lines = append(m.lines, strings.Split(string(buf[:n]), "\n")...)
			m.mu.Unlock()
		}
	}()
	return m
}

// count returns the number of lines that begin with a text.
func (m *manager) count(begin string) (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, line := range m.lines {
		if strings.HasPrefix(line, begin) {
			n++
		}
	}
	return n
}

func (m *manager) await(begin string, n int, log *said) {
	m.t.Helper()
	require.Eventually(m.t, func() bool { return m.count(begin) >= n }, time.Minute, 5*time.Millisecond, "%s: %s", begin, log)
}

// starts runs a command under the manager, with the given watchdog interval.
func (m *manager) starts(cmd *exec.Cmd, watchdog time.Duration) *said {
	m.t.Helper()
	log := new(said)
	cmd.Stderr = log
	cmd.Env = append(cmd.Env, "NOTIFY_SOCKET="+m.socket.LocalAddr().String(), fmt.Sprint("WATCHDOG_USEC=", watchdog.Microseconds()))
	require.NoError(m.t, cmd.Start())
	m.t.Cleanup(func() { _ = cmd.Process.Kill() })
	m.await("READY=1", 1, log)
	return log
}

// A service on an interface: it is ready, alive on a quiet link, serves metrics, reloads, and writes its flows at the
// end.
func TestLiveService(t *testing.T) {
	for _, workers := range []string{"1", "2"} {
		h, m, dir := newHost(t), newManager(t), t.TempDir()
		rules := saved(t, dir, "own.txt", []byte("Service One\n  networks 0.0.0.0/0 ::/0\n"))
		path := configured(t, "sources: [lo]", "output: "+filepath.Join(dir, "flows-%Y.csv"), "rules: ["+rules+"]",
			"metrics: 127.0.0.1:9464", "workers: "+workers, "log-interval: 1s", "idle-timeout: 1h")
		cmd := h.within(command(t, "run", "--config", path))
		log := m.starts(cmd, 400*time.Millisecond)
		m.await("WATCHDOG=1", 5, log) // no packet has arrived
		h.speak()
		require.Eventually(t, func() bool { return figureOf(h.scrape("/metrics"), "nfstream_flows_alive") >= 9 }, time.Minute,
			50*time.Millisecond, "%s", log)
		m.await("STATUS=", 2, log)
		require.Equal(t, "ok\n", h.scrape("/healthz"))
		lint(t, h.scrape("/metrics"))

		require.NoError(t, os.WriteFile(rules, []byte("Service Two\n  networks 0.0.0.0/0 ::/0\n"), 0o600))
		require.NoError(t, cmd.Process.Signal(syscall.SIGHUP))
		m.await("RELOADING=1", 1, log)
		m.await("READY=1", 2, log)
		require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
		require.NoError(t, cmd.Wait(), log.String())
		m.await("STOPPING=1", 1, log)
		require.Contains(t, log.String(), "the rules were reloaded")
		require.Contains(t, log.String(), `why="stopped by a signal"`)
		rows := readAll(t, filepath.Join(dir, fmt.Sprintf("flows-%d-001.csv", time.Now().UTC().Year())))
		require.Contains(t, rows, "Service Two", "by the rules that are in force when flows end")
		require.GreaterOrEqual(t, strings.Count(rows, ",9001,"), 2)
	}
}

// scrape gets a path by curl, in the namespace.
func (h *host) scrape(path string) string {
	if _, err := exec.LookPath("curl"); err != nil {
		h.t.Skip("this needs curl")
	}
	out, _ := h.within(exec.Command("curl", "-sS", "--max-time", "5", "http://127.0.0.1:9464"+path)).Output()
	return string(out)
}

// A hanging meter, here because nobody reads its pipe, does not trigger the watchdog.
func TestLiveWatchdogStarves(t *testing.T) {
	h, m := newHost(t), newManager(t)
	path := configured(t, "sources: [lo]", "output: '-'", "slice: 1", "workers: 1", "log-interval: 0s")
	cmd := h.within(command(t, "run", "--config", path))
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	cmd.Stdout = w
	log := m.starts(cmd, 2*time.Second)
	m.await("WATCHDOG=1", 1, log)
	out, err := h.within(exec.Command("bash", "-c", "for i in {1..3000}; do echo > /dev/udp/127.0.0.1/9; done; true")).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Eventually(t, func() bool { return strings.Contains(log.String(), "the meter makes no progress") }, time.Minute,
		10*time.Millisecond)
	before := m.count("WATCHDOG=1")
	time.Sleep(2 * time.Second)
	require.Equal(t, before, m.count("WATCHDOG=1"))
}

// A full disk loses rows, which are counted. The service continues and writes again when there is space.
func TestLiveServiceOutlastsAFullDisk(t *testing.T) {
	h, m, dir := newHost(t), newManager(t), t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("no right to mount:", err)
	}
	defer syscall.Unmount(dir, syscall.MNT_DETACH)
	ballast := saved(t, dir, "ballast", make([]byte, 64<<10))
	metrics := filepath.Join(t.TempDir(), "metrics")
	path := configured(t, "sources: [lo]", "output: "+filepath.Join(dir, "flows.csv"), "slice: 1", "workers: 1", "log-interval: 1s",
		"metrics: unix:"+metrics)
	cmd := h.within(command(t, "run", "--config", path))
	log := m.starts(cmd, time.Minute)
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("this needs curl")
	}
	lost := func() bool {
		out, _ := exec.Command("curl", "-sS", "--unix-socket", metrics, "http://x/metrics").Output()
		return figureOf(string(out), "nfstream_rows_lost_total") > 0
	}
	h.speak()
	require.Eventually(t, lost, time.Minute, 50*time.Millisecond, "%s", log)
	require.NoError(t, os.Remove(ballast))
	written := func() bool {
		h.speak()
		files, err := filepath.Glob(filepath.Join(dir, "flows*.csv"))
		require.NoError(t, err)
		return slices.ContainsFunc(files, func(f string) bool { return strings.Contains(readAll(t, f), ",9001,") })
	}
	require.Eventually(t, written, 2*time.Minute, 500*time.Millisecond, "%s", log)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, cmd.Wait(), log.String())
	require.Contains(t, log.String(), "cannot write rows")
	require.NoFileExists(t, metrics)
}
