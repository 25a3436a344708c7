package live

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/stretchr/testify/require"
)

// tcpdump captures in a namespace until the returned function is called. That function returns the frames.
func (n *network) tcpdump(ns, name string) (stop func() []capture.Frame) {
	n.t.Helper()
	program, err := exec.LookPath("tcpdump")
	if err != nil {
		n.t.Skip("tcpdump is missing")
	}
	path := filepath.Join(n.t.TempDir(), "tcpdump.pcap")
	cmd := exec.Command("ip", "netns", "exec", ns, program, "-i", name, "-w", path, "-s", "262144", "-B", "65536",
		"--time-stamp-precision", "nano", "-U", "-Z", "root")
	errors, err := cmd.StderrPipe()
	require.NoError(n.t, err)
	require.NoError(n.t, cmd.Start())
	said := bufio.NewScanner(errors)
	for said.Scan() && !strings.Contains(said.Text(), "listening on") {
	}
	return func() []capture.Frame {
		last := func(f capture.Frame) bool { return isNumbered(f) && numberOf(f.Data) == lastMark }
		require.Eventually(n.t, func() bool { // tcpdump flushes a partial buffer after a second
			frames, _ := framesOf(path)
			return slices.ContainsFunc(frames, last)
		}, patience, 50*time.Millisecond, "the last mark is missing")
		cmd.Process.Signal(os.Interrupt)
		for said.Scan() {
			n.t.Log("tcpdump:", said.Text())
		}
		require.NoError(n.t, cmd.Wait())
		frames, err := framesOf(path)
		require.ErrorIs(n.t, err, io.EOF)
		return frames
	}
}

// framesOf returns the frames of a file, and the error at the end.
func framesOf(path string) (frames []capture.Frame, err error) {
	src, err := capture.OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	for err == nil {
		var b capture.Batch
		err = src.Next(context.Background(), &b)
		frames = append(frames, b.Frames...)
	}
	return frames, err
}

const (
	firstMark = 1 << 40
	lastMark  = firstMark + 1
)

// between counts the frames between the marks. Two sockets may receive them in different orders.
func between(t *testing.T, frames []capture.Frame) map[string]int {
	t.Helper()
	counts := map[string]int{}
	inside, whole := false, false
	for _, f := range frames {
		switch {
		case isNumbered(f) && numberOf(f.Data) == firstMark:
			inside = true
		case isNumbered(f) && numberOf(f.Data) == lastMark:
			whole = inside
			inside = false
		case inside:
			counts[fmt.Sprintf("%d %d %x", f.Link, f.Length, f.Data)]++
		}
	}
	require.True(t, whole, "the marks are missing in %d frames", len(frames))
	return counts
}

// sameAsTcpdump compares captures at both ends of the cable with the output of tcpdump while traffic runs. It returns
// the frames of the receiving end.
func sameAsTcpdump(t *testing.T, n *network, o Options, traffic func()) []capture.Frame {
	dumps := []func() []capture.Frame{n.tcpdump(n.a, "a0"), n.tcpdump(n.b, "b0")}
	recorders := []*recorder{record(n.open(n.a, o, "a0")), record(n.open(n.b, o, "b0"))}
	mark := n.sender(n.a, "a0")
	mark.send(numbered(firstMark, 60))
	traffic()
	time.Sleep(50 * time.Millisecond) // for packets in flight
	mark.send(numbered(lastMark, 60))
	for i, r := range recorders {
		got := r.wait(t, func(f capture.Frame) bool { return isNumbered(f) && numberOf(f.Data) == lastMark })
		want := between(t, dumps[i]())
		require.Greater(t, len(want), 1)
		for frame, count := range between(t, got) {
			want[frame] -= count
		}
		for frame, count := range want {
			require.Zero(t, count, "end %d: tcpdump has so many more of a frame of %d, %.300s", i, len(frame)/2, frame)
		}
	}
	return recorders[1].all()
}

// tag puts a VLAN tag into a frame.
func tag(f []byte, tpid, tci uint16) []byte {
	return bytes.Join([][]byte{f[:12], {byte(tpid >> 8), byte(tpid), byte(tci >> 8), byte(tci)}, f[12:]}, nil)
}

func TestSameAsTcpdump(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		n.ip("-n", n.a, "link", "add", "vx0", "type", "vxlan", "id", "5", "remote", "10.77.0.2", "dstport", "4789")
		n.ip("-n", n.b, "link", "add", "vx0", "type", "vxlan", "id", "5", "remote", "10.77.0.1", "dstport", "4789")
		n.ip("-n", n.a, "addr", "add", "10.79.0.1/24", "dev", "vx0")
		n.ip("-n", n.b, "addr", "add", "10.79.0.2/24", "dev", "vx0")
		n.ip("-n", n.a, "link", "set", "vx0", "up")
		n.ip("-n", n.b, "link", "set", "vx0", "up")
		from := n.sender(n.a, "a0")
		got := sameAsTcpdump(t, n, o, func() {
			for _, to := range []string{"10.77.0.2:9", "[fd77::2]:9", "10.79.0.2:9"} {
				n.datagrams(to, 100, 5000) // one is fragmented; ICMP errors return
			}
			n.transfer("tcp4", "10.77.0.2:0", 4<<20)
			n.transfer("tcp6", "[fd77::2]:0", 4<<20)
			for i := range uint64(20) {
				f := numbered(i, 100)
				from.send(f, tag(f, 0x8100, uint16(i)), tag(tag(f, 0x8100, 7), 0x88a8, 0x6005),
					tag(tag(f, 0x8100, 7), 0x8100, 0xffff), f[:14])
			}
		})
		tags, most, kinds := map[string]int{}, 0, map[string]int{}
		for _, f := range got {
			kinds[kindOf(f.Data)]++
			tags[string(f.Data[12:min(len(f.Data), 16)])]++
			most = max(most, len(f.Data))
		}
		for _, kind := range []string{"IPv4 fragment", "IPv6 fragment", "VXLAN"} {
			require.NotZero(t, kinds[kind], kind)
		}
		require.Equal(t, 20, tags["\x88\xa8\x60\x05"])
		require.Equal(t, 20, tags["\x81\x00\xff\xff"])
		require.Equal(t, 1, tags["\x81\x00\x00\x13"])
		require.Greater(t, most, 1514, "segmentation offload")
		t.Logf("the largest of %d frames has %d bytes", len(got), most)
	})
}

// kindOf returns the kind of expected traffic.
func kindOf(f []byte) string {
	switch {
	case len(f) < 60:
	case f[12] == 0x08 && f[13] == 0 && (f[20]&0x3f|f[21]) != 0:
		return "IPv4 fragment"
	case f[12] == 0x86 && f[13] == 0xdd && f[20] == 44:
		return "IPv6 fragment"
	case f[12] == 0x08 && f[13] == 0 && f[23] == protoUDP && bigOrder.Uint16(f[36:]) == 4789:
		return "VXLAN"
	}
	return ""
}

// Segmentation offload beyond 64 KiB ("BIG TCP").
func TestSuperFrames(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		for ns, name := range map[string]string{n.a: "a0", n.b: "b0"} {
			out, err := exec.Command("ip", "-n", ns, "link", "set", name, "gso_max_size", "190000", "gro_max_size",
				"190000").CombinedOutput()
			if err != nil {
				t.Skipf("no larger segments: %s", out)
			}
			// Not known to iproute2 before 6.3.
			exec.Command("ip", "-n", ns, "link", "set", name, "gso_ipv4_max_size", "190000", "gro_ipv4_max_size",
				"190000").Run()
		}
		o.RingSize = 64 << 20
		got := sameAsTcpdump(t, n, o, func() {
			n.transfer("tcp6", "[fd77::2]:0", 8<<20)
			n.transfer("tcp4", "10.77.0.2:0", 8<<20)
		})
		most := map[byte]int{}
		for _, f := range got {
			most[f.Data[12]] = max(most[f.Data[12]], len(f.Data))
			require.EqualValues(t, len(f.Data), f.Length)
			require.Equal(t, packet.LinkEthernet, f.Link)
		}
		if most[0x86] <= 1<<16 {
			t.Skipf("the kernel made no segments beyond 64 KiB but of %v bytes", most)
		}
		t.Logf("the largest frames have %d bytes (IPv4) and %d (IPv6)", most[0x08], most[0x86])
	})
}
