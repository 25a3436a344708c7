package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/emulate"
)

// host is a network namespace with only a loopback interface.
type host struct {
	t    *testing.T
	name string
}

// hosts is the number of hosts, for their names.
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

// within makes a command run in the namespace.
func (h *host) within(cmd *exec.Cmd) *exec.Cmd {
	ip, err := exec.LookPath("ip")
	require.NoError(h.t, err)
	cmd.Args = append([]string{"ip", "netns", "exec", h.name, cmd.Path}, cmd.Args[1:]...)
	cmd.Path = ip
	return cmd
}

// spoken is the number of packets of speak: for each of three ports two datagrams and a connection, and the answers.
const spoken = 18

// speak generates traffic: datagrams without a receiver, and refused connections. It returns when all packets have
// passed.
func (h *host) speak() {
	h.t.Helper()
	before := h.passed()
	script := `for port in 9001 9002 9003; do
		echo hello > /dev/udp/127.0.0.1/$port
		echo hello > /dev/udp/::1/$port
		(echo > /dev/tcp/127.0.0.1/$port) 2>/dev/null
	done; true`
	out, err := h.within(exec.Command("bash", "-c", script)).CombinedOutput()
	require.NoError(h.t, err, string(out))
	require.Eventually(h.t, func() bool { return h.passed() >= before+spoken }, time.Minute, 10*time.Millisecond)
}

// said collects the output of a process and is safe for concurrent use.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// meter is the running command on an interface.
type meter struct {
	cmd    *exec.Cmd
	out    bytes.Buffer
	stderr said
}

const liveFields = "version,src_ip,src_port,dst_ip,dst_port,protocol,bidirectional_packets,bidirectional_raw_bytes," +
	"bidirectional_ip_bytes,src2dst_packets,application_name,tcp_fingerprint,community_id,end_reason"

// meter starts the command and returns when it receives packets.
func (h *host) meter(args ...string) *meter {
	m := &meter{}
	h.start(m, &m.out, append([]string{"--fields", liveFields}, args...)...)
	return m
}

// start starts m with the given destination for rows, and returns when it receives packets. It reports from then on.
func (h *host) start(m *meter, rows io.Writer, args ...string) {
	h.t.Helper()
	m.cmd = h.within(command(h.t, append([]string{"flows", "--performance-report", "50ms"}, args...)...))
	m.cmd.Stdout, m.cmd.Stderr = rows, &m.stderr
	require.NoError(h.t, m.cmd.Start())
	h.t.Cleanup(func() { _ = m.cmd.Process.Kill() })
	h.await(func() bool { return strings.Contains(m.stderr.String(), "packets, ") }, m)
}

// await waits for a condition that may take long on a busy machine.
func (h *host) await(is func() bool, m *meter) {
	h.t.Helper()
	require.Eventually(h.t, is, time.Minute, 10*time.Millisecond, "%s", &m.stderr)
}

// metered waits until a meter has received n packets.
func (h *host) metered(m *meter, packets uint64) {
	h.t.Helper()
	h.await(func() bool { return metered(m.stderr.String()) >= packets }, m)
}

var meteredPackets = regexp.MustCompile(`([\d,]+) packets?, `)

// metered returns the number of packets in the last summary.
func metered(summaries string) uint64 {
	all := meteredPackets.FindAllStringSubmatch(summaries, -1)
	if len(all) == 0 {
		return 0
	}
	n, _ := strconv.ParseUint(strings.ReplaceAll(all[len(all)-1][1], ",", ""), 10, 64)
	return n
}

// interrupted ends a meter by a signal and returns its rows.
func (m *meter) interrupted(t *testing.T) []string {
	t.Helper()
	require.NoError(t, m.cmd.Process.Signal(os.Interrupt))
	return m.rows(t)
}

// rows waits for the end and returns the rows, sorted.
func (m *meter) rows(t *testing.T) []string {
	t.Helper()
	require.NoError(t, m.cmd.Wait(), m.stderr.String())
	rows := strings.Split(strings.TrimSpace(m.out.String()), "\n")[1:]
	slices.Sort(rows)
	return rows
}

// Live flows, with any number of workers, equal the flows of tcpdump's file of the same packets.
func TestLiveIsLikeTheFileOfTcpdump(t *testing.T) {
	corpus.Whole(t, "a flag here")
	h := newHost(t)
	file := t.TempDir() + "/lo.pcap"
	dump := h.dump("lo", file)
	meters := map[string]*meter{}
	for _, workers := range []string{"1", "2", "4"} {
		meters[workers] = h.meter("--workers", workers, "lo")
	}
	filtered := h.meter("--filter", "udp port 9002 and ip6", "lo")
	before, sent := h.passed(), uint64(0)
	h.speak()
	require.Eventually(t, func() bool { // on a busy machine some may have been repeated
		sent = h.passed() - before
		return metered(inside("flows", "--fields", "id", file).err) == sent
	}, time.Minute, 20*time.Millisecond)
	dump()

	want := strings.Split(strings.TrimSpace(good(t, "flows", "--fields", liveFields, file)), "\n")[1:]
	slices.Sort(want)
	require.GreaterOrEqual(t, len(want), 9)
	for workers, m := range meters {
		h.metered(m, sent)
		require.Equal(t, want, m.interrupted(t), "%s workers: %s", workers, &m.stderr)
	}
	h.metered(filtered, 1)
	rows := filtered.interrupted(t)
	require.Len(t, rows, 1)
	require.Contains(t, rows[0], ",9002,17,")
}

// dump makes tcpdump write the packets of an interface to a file, and returns when it receives packets. The returned
// function ends it and returns its messages.
func (h *host) dump(name, file string, args ...string) (end func() string) {
	h.t.Helper()
	cmd := h.within(exec.Command("tcpdump", append([]string{"-i", name, "-U", "-Z", "root", "--immediate-mode", "-w", file}, args...)...))
	log := new(said)
	cmd.Stderr = log
	require.NoError(h.t, cmd.Start())
	h.t.Cleanup(func() { _ = cmd.Process.Kill() })
	require.Eventually(h.t, func() bool { return strings.Contains(log.String(), "listening on") }, time.Minute,
		10*time.Millisecond, "%s", log)
	return func() string {
		require.NoError(h.t, cmd.Process.Signal(os.Interrupt))
		require.NoError(h.t, cmd.Wait(), log.String())
		return log.String()
	}
}

// A run ends after --duration, also on a quiet link.
func TestLiveDuration(t *testing.T) {
	h := newHost(t)
	m := h.meter("--duration", "200ms", "lo")
	require.Empty(t, m.rows(t))
	require.Contains(t, m.stderr.String(), "stopped by --duration")
}

// Idle flows of a quiet interface are exported on time, and their rows are written before the end.
func TestLiveIdleFlowsLeave(t *testing.T) {
	h := newHost(t)
	out, err := os.CreateTemp(t.TempDir(), "rows")
	require.NoError(t, err)
	defer out.Close()
	m := &meter{}
	h.start(m, out, "--fields", liveFields, "--idle-timeout", "200ms", "lo")
	h.speak()
	h.await(func() bool {
		text, err := os.ReadFile(out.Name())
		return err == nil && strings.Count(string(text), ",idle\n") >= 9
	}, m)
	require.NoError(t, m.cmd.Process.Signal(os.Interrupt))
	require.NoError(t, m.cmd.Wait(), m.stderr.String())
}

// If an interface goes down, the run writes its rows and ends with status 1.
func TestLiveInterfaceGoesDown(t *testing.T) {
	h := newHost(t)
	m := h.meter("lo")
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

// passed returns the number of packets of the loopback interface.
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

// figure returns the number before the given words in the last summary, 0 if they are missing.
func figure(t *testing.T, summaries, words string) uint64 {
	t.Helper()
	at := strings.LastIndex(summaries, " "+words)
	if at < 0 {
		return 0
	}
	before := summaries[:at]
	n, err := strconv.ParseUint(strings.ReplaceAll(before[strings.LastIndexAny(before, " \n")+1:], ",", ""), 10, 64)
	require.NoError(t, err, summaries)
	return n
}

// If nobody reads the rows for a while, packets are lost, and each is counted.
func TestLiveSlowReader(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("this needs python3")
	}
	h := newHost(t)
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	m := &meter{}
	h.start(m, w, "--slice", "1", "--ring-size", "512KiB", "--workers", "1", "lo")
	w.Close()
	before := h.passed()
	const flood = "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n" +
		"for i in range(60000):\n  s.sendto(b'x' * 500, ('127.0.0.1', 20000 + i % 20000))"
	out, err := h.within(exec.Command("python3", "-c", flood)).CombinedOutput()
	require.NoError(t, err, string(out))
	sent := h.passed() - before

	read := make(chan int64)
	go func() {
		n, _ := io.Copy(io.Discard, r)
		read <- n
	}()
	dropped := func() uint64 { return figure(t, m.stderr.String(), "packets dropped by the capture") }
	h.await(func() bool { return metered(m.stderr.String())+dropped() == sent }, m)
	require.NoError(t, m.cmd.Process.Signal(os.Interrupt))
	require.Positive(t, <-read)
	require.NoError(t, m.cmd.Wait(), m.stderr.String())
	require.Positive(t, dropped(), m.stderr.String())
	require.Equal(t, sent, metered(m.stderr.String())+dropped(), m.stderr.String())
}

// With --wait a run continues after an interface was down.
func TestLiveWaits(t *testing.T) {
	h := newHost(t)
	m := h.meter("--wait", "lo")
	h.speak()
	h.metered(m, spoken)
	for _, state := range []string{"down", "up"} {
		time.Sleep(700 * time.Millisecond)
		require.NoError(t, exec.Command("ip", "-n", h.name, "link", "set", "lo", state).Run())
	}
	h.await(func() bool { // it may not have detected the interface yet
		heard := metered(m.stderr.String())
		h.speak()
		time.Sleep(500 * time.Millisecond)
		return metered(m.stderr.String()) >= heard+spoken
	}, m)
	datagrams := 0
	for _, row := range m.interrupted(t) {
		if strings.Contains(row, ",9001,17,") {
			datagrams++
		}
	}
	require.GreaterOrEqual(t, datagrams, 4, "over IPv4 and IPv6, before and after")
}
