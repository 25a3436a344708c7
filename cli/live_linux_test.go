package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/emulate"
)

// host is a network namespace with a loopback interface and nothing else.
type host struct {
	t    *testing.T
	name string
}

// hosts counts them, for their names.
var hosts atomic.Int32

func newHost(t *testing.T) *host {
	t.Helper()
	emulate.Skip(t, "packet sockets")
	if os.Getuid() != 0 {
		t.Skip("network namespaces need root")
	}
	for _, tool := range []string{"ip", "tcpdump"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("this needs " + tool)
		}
	}
	h := &host{t, fmt.Sprintf("nfscmd%d-%d", os.Getpid(), hosts.Add(1))}
	if out, err := exec.Command("ip", "netns", "add", h.name).CombinedOutput(); err != nil {
		t.Skipf("no network namespaces: %s", out)
	}
	t.Cleanup(func() { _ = exec.Command("ip", "netns", "del", h.name).Run() })
	require.NoError(t, exec.Command("ip", "-n", h.name, "link", "set", "lo", "up").Run())
	return h
}

// within has a command run in the namespace.
func (h *host) within(cmd *exec.Cmd) *exec.Cmd {
	ip, err := exec.LookPath("ip")
	require.NoError(h.t, err)
	cmd.Args = append([]string{"ip", "netns", "exec", h.name, cmd.Path}, cmd.Args[1:]...)
	cmd.Path = ip
	return cmd
}

// speak makes traffic: datagrams that nobody takes, and connections that are refused.
func (h *host) speak() {
	h.t.Helper()
	script := `for port in 9001 9002 9003; do
		echo hello > /dev/udp/127.0.0.1/$port
		echo hello > /dev/udp/::1/$port
		(echo > /dev/tcp/127.0.0.1/$port) 2>/dev/null
	done; true`
	out, err := h.within(exec.Command("bash", "-c", script)).CombinedOutput()
	require.NoError(h.t, err, string(out))
}

// meter is the command at work on an interface.
type meter struct {
	cmd         *exec.Cmd
	out, stderr bytes.Buffer
}

const liveFields = "version,src_ip,src_port,dst_ip,dst_port,protocol,bidirectional_packets,bidirectional_raw_bytes," +
	"bidirectional_ip_bytes,src2dst_packets,application_name,tcp_fingerprint,community_id,end_reason"

func (h *host) meter(args ...string) *meter {
	m := &meter{cmd: h.within(command(h.t, append([]string{"flows", "--fields", liveFields}, args...)...))}
	m.cmd.Stdout, m.cmd.Stderr = &m.out, &m.stderr
	require.NoError(h.t, m.cmd.Start())
	return m
}

// rows waits for the end and returns the rows, sorted.
func (m *meter) rows(t *testing.T) []string {
	t.Helper()
	require.NoError(t, m.cmd.Wait(), m.stderr.String())
	rows := strings.Split(strings.TrimSpace(m.out.String()), "\n")[1:]
	slices.Sort(rows)
	return rows
}

// What is metered live, by any number of workers, is what is metered from the file that tcpdump writes of the same
// packets.
func TestLiveIsLikeTheFileOfTcpdump(t *testing.T) {
	corpus.Whole(t, "a flag here")
	h := newHost(t)
	file := t.TempDir() + "/lo.pcap"
	dump := h.within(exec.Command("tcpdump", "-i", "lo", "-U", "-Z", "root", "--immediate-mode", "-w", file))
	var said bytes.Buffer
	dump.Stderr = &said
	require.NoError(t, dump.Start())
	meters := map[string]*meter{}
	for _, workers := range []string{"1", "2", "4"} {
		meters[workers] = h.meter("--workers", workers, "--duration", "4s", "lo")
	}
	filtered := h.meter("--filter", "udp port 9002 and ip6", "--duration", "4s", "lo")
	time.Sleep(1500 * time.Millisecond)
	h.speak()
	time.Sleep(500 * time.Millisecond)
	require.NoError(t, dump.Process.Signal(os.Interrupt))
	require.NoError(t, dump.Wait(), said.String())

	want := strings.Split(strings.TrimSpace(good(t, "flows", "--fields", liveFields, file)), "\n")[1:]
	slices.Sort(want)
	require.GreaterOrEqual(t, len(want), 9)
	for workers, m := range meters {
		require.Equal(t, want, m.rows(t), "%s workers: %s", workers, m.stderr.String())
		require.Contains(t, m.stderr.String(), "stopped by --duration")
	}
	rows := filtered.rows(t)
	require.Len(t, rows, 1)
	require.Contains(t, rows[0], ",9002,17,")
}

// Idle flows of a quiet interface leave in time, and their rows are written before the end.
func TestLiveIdleFlowsLeave(t *testing.T) {
	h := newHost(t)
	out, err := os.CreateTemp(t.TempDir(), "rows")
	require.NoError(t, err)
	defer out.Close()
	m := &meter{cmd: h.within(command(t, "flows", "--fields", liveFields, "--idle-timeout", "200ms", "--duration", "4s", "lo"))}
	m.cmd.Stdout, m.cmd.Stderr = out, &m.stderr
	require.NoError(t, m.cmd.Start())
	time.Sleep(1500 * time.Millisecond)
	h.speak()
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(out.Name())
		return err == nil && strings.Count(string(text), ",idle\n") >= 9
	}, 2*time.Second, 10*time.Millisecond)
	require.NoError(t, m.cmd.Wait(), m.stderr.String())
}

// An interface that goes down ends the run with status 1, after the rows.
func TestLiveInterfaceGoesDown(t *testing.T) {
	h := newHost(t)
	m := h.meter("--duration", "20s", "lo")
	time.Sleep(1500 * time.Millisecond)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", m.cmd.Process.Pid))
	require.NoError(t, err)
	if !withCgo() {
		require.Contains(t, string(status), "CapEff:\t0000000000000000\n", "privileges are given up")
	}
	h.speak()
	require.NoError(t, exec.Command("ip", "-n", h.name, "link", "set", "lo", "down").Run())
	require.Error(t, m.cmd.Wait())
	require.Equal(t, exitFailure, m.cmd.ProcessState.ExitCode())
	require.Contains(t, m.stderr.String(), "interface is down")
	require.GreaterOrEqual(t, strings.Count(m.out.String(), "\n"), 10)
}

// withCgo reports whether the test is built with cgo, as the race detector needs.
func withCgo() bool {
	info, _ := debug.ReadBuildInfo()
	return info == nil || slices.Contains(info.Settings, debug.BuildSetting{Key: "CGO_ENABLED", Value: "1"})
}

// passed returns how many packets the loopback interface has seen.
func (h *host) passed() (n uint64) {
	h.t.Helper()
	out, err := exec.Command("ip", "netns", "exec", h.name, "cat", "/proc/net/dev").Output()
	require.NoError(h.t, err)
	for line := range strings.Lines(string(out)) {
		if name, counters, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "lo" {
			n, err = strconv.ParseUint(strings.Fields(counters)[1], 10, 64)
			require.NoError(h.t, err)
		}
	}
	return n
}

// figure returns the number before some words of the summary, 0 where they are not there.
func figure(t *testing.T, summary, words string) uint64 {
	t.Helper()
	before, _, ok := strings.Cut(summary, " "+words)
	if !ok {
		return 0
	}
	n, err := strconv.ParseUint(strings.ReplaceAll(before[strings.LastIndexAny(before, " \n")+1:], ",", ""), 10, 64)
	require.NoError(t, err, summary)
	return n
}

// Where nobody reads the rows for a while, packets are lost, and each of them is counted.
func TestLiveSlowReader(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("this needs python3")
	}
	h := newHost(t)
	m := &meter{cmd: h.within(command(t, "flows", "--slice", "1", "--ring-size", "512KiB", "--workers", "1", "lo"))}
	rows, err := m.cmd.StdoutPipe()
	require.NoError(t, err)
	m.cmd.Stderr = &m.stderr
	require.NoError(t, m.cmd.Start())
	time.Sleep(1500 * time.Millisecond)
	before := h.passed()
	const flood = "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n" +
		"for i in range(60000):\n  s.sendto(b'x' * 500, ('127.0.0.1', 20000 + i % 20000))"
	out, err := h.within(exec.Command("python3", "-c", flood)).CombinedOutput()
	require.NoError(t, err, string(out))
	sent := h.passed() - before

	read := make(chan int64)
	go func() {
		n, _ := io.Copy(io.Discard, rows)
		read <- n
	}()
	time.Sleep(time.Second)
	require.NoError(t, m.cmd.Process.Signal(os.Interrupt))
	require.Positive(t, <-read)
	require.NoError(t, m.cmd.Wait(), m.stderr.String())
	dropped := figure(t, m.stderr.String(), "packets dropped by the capture")
	require.Positive(t, dropped, m.stderr.String())
	require.Equal(t, sent, figure(t, m.stderr.String(), "packets,")+dropped, m.stderr.String())
}

// With --wait a run outlasts an interface that goes down, and meters on when it is back.
func TestLiveWaits(t *testing.T) {
	h := newHost(t)
	m := h.meter("--wait", "--duration", "8s", "lo")
	time.Sleep(1500 * time.Millisecond)
	h.speak()
	for _, state := range []string{"down", "up"} {
		time.Sleep(700 * time.Millisecond)
		require.NoError(t, exec.Command("ip", "-n", h.name, "link", "set", "lo", state).Run())
	}
	time.Sleep(time.Second)
	h.speak()
	datagrams := 0
	for _, row := range m.rows(t) {
		if strings.Contains(row, ",9001,17,") {
			datagrams++
		}
	}
	require.Equal(t, 4, datagrams, "over IPv4 and IPv6, before and after")
}
