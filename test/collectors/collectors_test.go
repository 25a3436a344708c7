// Package collectors sends flows to real collectors of IPFIX and NetFlow 9, and compares what they have with our CSV.
//
// Its tests need nfcapd and nfdump (Debian's nfdump), nfacctd (Debian's pmacct) and goflow2 (test/collectors/install), and are
// skipped where one is missing. NFSTREAM_COLLECTORS names a folder of captures whose 20 largest, or NFSTREAM_COLLECTORS_MOST of
// them, are sent in place of the test captures.
package collectors

import (
	"encoding/csv"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/cli"
)

// direction is what a collector and our rows have of the packets of one direction: how they came, their number and bytes.
type direction struct {
	src, dst, protocol string // addresses with ports
	packets, bytes     string
	application        string
}

// meter runs the command in this process.
func meter(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs strings.Builder
	p := cli.Program{}
	if p.Run(append([]string{"flows", "-q"}, args...), &out, &errs) != 0 {
		require.Contains(t, errs.String(), "capture cut short")
	}
	return out.String()
}

// wanted returns the directions of a capture by its CSV. Ports of protocols without them are 0.
func wanted(t *testing.T, path string) (all []direction) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(meter(t, "--fields",
		"src_ip,src_port,dst_ip,dst_port,protocol,src2dst_packets,src2dst_ip_bytes,dst2src_packets,dst2src_ip_bytes,application_name",
		path))).ReadAll()
	require.NoError(t, err)
	for _, r := range rows[1:] {
		src, dst := end(r[0], r[1]), end(r[2], r[3])
		all = append(all, direction{src, dst, r[4], r[5], r[6], r[9]})
		if r[7] != "0" {
			all = append(all, direction{dst, src, r[4], r[7], r[8], r[9]})
		}
	}
	return all
}

func end(address, port string) string { return address + " " + port }

// send sends every capture to a port, each as an observation domain of its own, and returns their directions.
func send(t *testing.T, format, port, options string) (want []direction) {
	t.Helper()
	for i, path := range captures(t) {
		want = append(want, wanted(t, path)...)
		meter(t, "--format", format, "-o", fmt.Sprintf("ipfix://127.0.0.1:%s?domain=%d%s", port, i, options), path)
	}
	time.Sleep(500 * time.Millisecond) // what is in the collector's socket
	return want
}

// same compares directions in any order.
func same(t *testing.T, what string, want, got []direction) {
	t.Helper()
	text := func(all []direction) (lines []string) {
		for _, d := range all {
			lines = append(lines, fmt.Sprint(d))
		}
		sort.Strings(lines)
		return lines
	}
	w, g := text(want), text(got)
	for i := range min(len(w), len(g)) {
		require.Equal(t, w[i], g[i], what)
	}
	require.Equal(t, len(w), len(g), "%s: directions", what)
}

// captures returns the test captures, or the 20 largest of a folder.
func captures(t *testing.T) (all []string) {
	t.Helper()
	if dir := os.Getenv("NFSTREAM_COLLECTORS"); dir != "" {
		n, err := strconv.Atoi(os.Getenv("NFSTREAM_COLLECTORS_MOST"))
		if err != nil {
			n = 20
		}
		return largest(t, dir, n)
	}
	all, err := filepath.Glob("../../testdata/*.pcap*")
	require.NoError(t, err)
	var whole []string
	for i, path := range all {
		if !strings.Contains(path, "-cut") && (i%12 == 0 || !testing.Short()) {
			whole = append(whole, path)
		}
	}
	require.NotEmpty(t, whole)
	return whole
}

func largest(t *testing.T, dir string, n int) (all []string) {
	t.Helper()
	sizes := map[string]int64{}
	require.NoError(t, filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() && (strings.HasSuffix(path, ".pcap") || strings.HasSuffix(path, ".pcapng")) {
			sizes[path] = info.Size()
			all = append(all, path)
		}
		return err
	}))
	sort.Slice(all, func(i, j int) bool { return sizes[all[i]] > sizes[all[j]] })
	return all[:min(n, len(all))]
}

// freePort returns a UDP port that nothing uses.
func freePort(t *testing.T) string {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	defer c.Close()
	return strconv.Itoa(c.LocalAddr().(*net.UDPAddr).Port)
}

// need returns the path of a program, or skips the test.
func need(t *testing.T, name string) string {
	t.Helper()
	for _, dir := range []string{os.Getenv("NFSTREAM_GOFLOW2"), "/usr/sbin", "/usr/bin"} {
		if path := filepath.Join(dir, name); dir != "" {
			if _, err := os.Stat(path); err == nil {
				return path
			}
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" && os.Getenv("NFSTREAM_NO_COLLECTORS") == "" {
			t.Fatalf("%s is missing: test/collectors/install", name)
		}
		t.Skipf("%s is missing", name)
	}
	return path
}

// start runs a collector until stop, and waits until it has a UDP port.
func start(t *testing.T, port, log, name string, args ...string) (stop func()) {
	t.Helper()
	out, err := os.Create(log)
	require.NoError(t, err)
	defer out.Close()
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	require.NoError(t, cmd.Start())
	over := false
	stop = func() {
		if over {
			return
		}
		over = true
		_ = cmd.Process.Signal(os.Interrupt)
		timer := time.AfterFunc(10*time.Second, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
		defer timer.Stop()
		_ = cmd.Wait()
	}
	t.Cleanup(stop)
	n, err := strconv.Atoi(port)
	require.NoError(t, err)
	require.Eventually(t, func() bool { return bound(n) }, 20*time.Second, 20*time.Millisecond, "%s does not listen", name)
	return stop
}

// bound reports whether a socket has a UDP port.
func bound(port int) bool {
	text, _ := os.ReadFile("/proc/net/udp")
	six, _ := os.ReadFile("/proc/net/udp6")
	return strings.Contains(string(text)+string(six), fmt.Sprintf(":%04X ", port))
}

// settled waits until a size no longer changes.
func settled(size func() int64) {
	for last, same := int64(-1), 0; same < 3; time.Sleep(100 * time.Millisecond) {
		if n := size(); n != last {
			last, same = n, 0
		} else {
			same++
		}
	}
}
