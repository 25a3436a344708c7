package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

// cable adds two interfaces, a0 and b0, to the host: the ends of a cable.
func (h *host) cable() {
	h.t.Helper()
	h.output("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6") // only the packets of the test
	for _, line := range []string{"link add a0 type veth peer name b0", "link set a0 up", "link set b0 up"} {
		out, err := exec.Command("ip", append([]string{"-n", h.name}, strings.Fields(line)...)...).CombinedOutput()
		require.NoError(h.t, err, string(out))
	}
	require.Eventually(h.t, func() bool { return strings.Contains(h.output("ip", "link", "show", "b0"), "state UP") },
		time.Minute, 5*time.Millisecond)
}

// output runs a command in the namespace and returns its output.
func (h *host) output(args ...string) string {
	h.t.Helper()
	out, err := h.within(exec.Command(args[0], args[1:]...)).Output()
	require.NoError(h.t, err, args)
	return string(out)
}

// arrived returns the number of packets that b0 has received.
func (h *host) arrived() int {
	h.t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(h.output("cat", "/sys/class/net/b0/statistics/rx_packets")))
	require.NoError(h.t, err)
	return n
}

// burst is a program that sends n UDP packets of n flows, which no host receives.
const burst = `import socket, struct, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("a0", 0))
for i in range(int(sys.argv[1])):
    ip = struct.pack(">BBHHHBBHII", 0x45, 0, 128, i & 0xffff, 0, 64, 17, 0, 0x0a000000 + i % 500, 0x0a630001)
    s.send(bytes(11) + b"\x02\x08\x00" + ip + struct.pack(">HHHH", 1024 + i % 500, 9, 108, 0) + bytes(100))
`

// Each packet that arrived before the interrupt is metered or counted as dropped. A burst waits in the rings of a
// stopped meter, which then gets the signal first.
func TestLiveInterruptLosesNothing(t *testing.T) {
	corpus.Whole(t, "filters")
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("this needs python3")
	}
	for _, ring := range []string{"8MiB", "64MiB"} {
		for _, workers := range []string{"1", "2"} {
			t.Run(ring+" "+workers, func(t *testing.T) {
				h, dir := newHost(t), t.TempDir()
				h.cable()
				rows, seen := filepath.Join(dir, "rows.csv"), filepath.Join(dir, "seen.pcap")
				dump := h.within(exec.Command("tcpdump", "-i", "b0", "-U", "-Z", "root", "-B", "65536", "-w", seen, "udp port 9"))
				require.NoError(t, dump.Start())
				defer func() { _ = dump.Process.Kill(); _ = dump.Wait() }()
				m := h.meter("-o", rows, "--ring-size", ring, "--workers", workers, "--filter", "udp port 9", "b0")
				for _, name := range []string{rows, seen} { // opened after the interface
					require.Eventually(t, func() bool { _, err := os.Stat(name); return err == nil }, time.Minute, 5*time.Millisecond)
				}
				require.NoError(t, m.cmd.Process.Signal(syscall.SIGSTOP))
				before := h.arrived()
				h.output("python3", "-c", burst, "20000")
				sent := h.arrived() - before
				require.Greater(t, sent, 10_000)
				const frame = 16 + 14 + 20 + 8 + 100
				require.Eventually(t, func() bool {
					info, err := os.Stat(seen)
					return err == nil && info.Size() >= int64(24+sent*frame)
				}, time.Minute, 5*time.Millisecond)
				require.NoError(t, m.cmd.Process.Signal(os.Interrupt))
				require.NoError(t, m.cmd.Process.Signal(syscall.SIGCONT))
				require.NoError(t, m.cmd.Wait(), m.stderr.String())
				said := m.stderr.String()
				metered := figure(t, said, "packets,")
				require.Positive(t, metered, said)
				require.EqualValues(t, sent, metered+figure(t, said, "packets dropped by the capture"), said)
				require.NotContains(t, said, "by the interface", "packets that no host takes are no loss")
			})
		}
	}
}
