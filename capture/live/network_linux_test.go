package live

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/internal/emulate"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// network is two network namespaces with a cable between them: interface a0 in one, b0 in the other.
type network struct {
	t    testing.TB
	a, b string // names of the namespaces
}

var networks atomic.Int32

const patience = 20 * time.Second // for events that should happen at once

// newNetwork skips the test if it may not create namespaces.
func newNetwork(t testing.TB) *network {
	emulate.Skip(t, "packet sockets")
	if os.Getuid() != 0 {
		t.Skip("network namespaces need root")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("network namespaces need iproute2")
	}
	stamps.Do(func() { awaitStamps(t) })
	id := fmt.Sprintf("nfslive%d-%d", os.Getpid(), networks.Add(1))
	n := &network{t: t, a: id + "a", b: id + "b"}
	for _, ns := range []string{n.a, n.b} {
		if out, err := exec.Command("ip", "netns", "add", ns).CombinedOutput(); err != nil {
			t.Skipf("no network namespaces: %s", out)
		}
		t.Cleanup(func() { exec.Command("ip", "netns", "del", ns).Run() })
	}
	n.ip("link", "add", "a0", "netns", n.a, "type", "veth", "peer", "name", "b0", "netns", n.b)
	n.configure(n.a, "a0", "1")
	n.configure(n.b, "b0", "2")
	n.awaitUp(n.a, "a0")
	n.awaitUp(n.b, "b0")
	return n
}

// stamps runs awaitStamps once.
var stamps sync.Once

// awaitStamps makes the kernel timestamp packets on arrival until the end of the process. The kernel starts some time
// after the first socket requests it; until then, packets get the time of reading.
func awaitStamps(t testing.TB) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	require.NoError(t, unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1))
	require.NoError(t, unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}))
	self, err := unix.Getsockname(fd)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		var data [1]byte
		var control [128]byte
		require.NoError(t, unix.Sendto(fd, data[:], 0, self))
		time.Sleep(20 * time.Millisecond)
		before := time.Now().UnixNano()
		_, n, _, _, err := unix.Recvmsg(fd, data[:], control[:], 0)
		require.NoError(t, err)
		stamp := readControl(control[:n], wordSize).time
		return stamp > 0 && stamp < before
	}, patience, time.Millisecond, "packets are not stamped when they come")
}

// awaitUp waits until the kernel has detected the carrier of an interface. Before that it drops sent packets.
func (n *network) awaitUp(ns, name string) {
	n.t.Helper()
	require.Eventually(n.t, func() bool {
		out, err := exec.Command("ip", "-n", ns, "link", "show", name).CombinedOutput()
		return err == nil && strings.Contains(string(out), "state UP")
	}, patience, 5*time.Millisecond, "%s is not up", name)
}

// configure gives an interface the addresses 10.77.0.x and fd77::x, and disables automatic traffic.
func (n *network) configure(ns, name, x string) {
	n.in(ns, func() {
		os.WriteFile("/proc/sys/net/ipv6/conf/"+name+"/router_solicitations", []byte("0"), 0)
		os.WriteFile("/proc/sys/net/ipv6/conf/"+name+"/addr_gen_mode", []byte("1"), 0)
	})
	n.ip("-n", ns, "addr", "add", "10.77.0."+x+"/24", "dev", name)
	n.ip("-n", ns, "addr", "add", "fd77::"+x+"/64", "dev", name, "nodad")
	n.ip("-n", ns, "link", "set", "lo", "up")
	n.ip("-n", ns, "link", "set", name, "up")
}

// ip runs a command of iproute2.
func (n *network) ip(args ...string) {
	n.t.Helper()
	out, err := exec.Command("ip", args...).CombinedOutput()
	require.NoError(n.t, err, "ip %s: %s", strings.Join(args, " "), out)
}

// in runs f in a namespace, on a thread that ends after f.
func (n *network) in(ns string, f func()) {
	n.t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		fd, err := os.Open("/run/netns/" + ns)
		require.NoError(n.t, err)
		defer fd.Close()
		require.NoError(n.t, unix.Setns(int(fd.Fd()), unix.CLONE_NEWNET))
		f()
	}()
	<-done
	if n.t.Failed() {
		n.t.FailNow()
	}
}

// open opens a Source in a namespace.
func (n *network) open(ns string, o Options, names ...string) capture.Source {
	n.t.Helper()
	return n.openShared(ns, 0, o, names...)[0]
}

// openShared opens several Sources. A count of 0 opens one without sharing.
func (n *network) openShared(ns string, count int, o Options, names ...string) (all []capture.Source) {
	n.t.Helper()
	var err error
	n.in(ns, func() {
		if count > 0 {
			all, err = OpenShared(names, count, o)
			return
		}
		var one capture.Source
		one, err = Open(names, o)
		all = []capture.Source{one}
	})
	require.NoError(n.t, err)
	for _, s := range all {
		n.t.Cleanup(func() { s.Close() })
	}
	return all
}

// sender is a socket that sends raw frames.
type sender struct {
	t     testing.TB
	fd    int
	name  string   // interface name
	table *os.File // /proc/net/dev of its namespace
}

func (n *network) sender(ns, name string) (s sender) {
	n.t.Helper()
	s.t = n.t
	n.in(ns, func() {
		var err error
		s.fd, err = packetSocket()
		require.NoError(n.t, err)
		d, _, err := findDevice(s.fd, name)
		require.NoError(n.t, err)
		require.NoError(n.t, unix.Bind(s.fd, &unix.SockaddrLinklayer{Ifindex: d.index}))
		s.name = name
		s.table, err = os.Open("/proc/thread-self/net/dev")
		require.NoError(n.t, err)
	})
	n.t.Cleanup(func() { unix.Close(s.fd); s.table.Close() })
	return s
}

// send sends frames, and repeats those that the cable drops: on a busy machine the backlog of the other end may be
// full.
func (s sender) send(frames ...[]byte) {
	lost := s.lost()
	for _, f := range frames {
		for {
			s.push(f)
			now := s.lost()
			if now == lost {
				break
			}
			lost = now
			time.Sleep(time.Millisecond)
		}
	}
}

// push sends a frame, which the cable may drop.
func (s sender) push(frame []byte) {
	for {
		_, err := unix.Write(s.fd, frame)
		if err == unix.ENOBUFS || err == unix.EAGAIN {
			time.Sleep(time.Millisecond)
			continue
		}
		if err != nil {
			require.NoError(s.t, err)
		}
		return
	}
}

// lost returns the number of packets that the interface dropped instead of sending.
func (s sender) lost() string {
	const dropped = 11 // columns after the name; the first 8 count reception
	var text [4096]byte
	n, _ := s.table.ReadAt(text[:], 0)
	for line := range bytes.Lines(text[:n]) {
		name, counts, _ := bytes.Cut(line, []byte(":"))
		if fields := bytes.Fields(counts); string(bytes.TrimSpace(name)) == s.name && len(fields) > dropped {
			return string(fields[dropped])
		}
	}
	return ""
}

// testEther is the EtherType of frames for tests alone (IEEE 802, local experimental).
const testEther = 0x88b5

// onlyTest is a filter that accepts only such frames.
var onlyTest = assemble(bpf.LoadAbsolute{Off: 12, Size: 2},
	bpf.JumpIf{Cond: bpf.JumpEqual, Val: testEther, SkipFalse: 1},
	bpf.RetConstant{Val: wholeFrame}, bpf.RetConstant{})

// numbered returns a unique frame of the given size, at least 22 bytes.
func numbered(number uint64, size int) []byte {
	f := make([]byte, size)
	copy(f, "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x88\xb5")
	binary.BigEndian.PutUint64(f[14:], number)
	for i := 22; i < size; i++ {
		f[i] = byte(number + uint64(i))
	}
	return f
}

func numberOf(f []byte) uint64 { return binary.BigEndian.Uint64(f[14:]) }

func isNumbered(f capture.Frame) bool {
	return len(f.Data) >= 22 && f.Data[12] == testEther>>8 && f.Data[13] == testEther&0xff
}

// recorder reads a Source and keeps copies of its frames.
type recorder struct {
	mu     sync.Mutex
	frames []capture.Frame
	err    error
	ended  chan struct{}
}

// requireGoesOn fails if the Source has ended.
func (r *recorder) requireGoesOn(t testing.TB) {
	t.Helper()
	select {
	case <-r.ended:
		require.NoError(t, r.err, "the Source has ended")
		t.Fatal("the Source has ended")
	default:
	}
}

func record(src capture.Source) *recorder {
	r := &recorder{ended: make(chan struct{})}
	go func() {
		defer close(r.ended)
		var b capture.Batch
		for {
			err := src.Next(context.Background(), &b)
			r.mu.Lock()
			for _, f := range b.Frames {
				f.Data = bytes.Clone(f.Data)
				r.frames = append(r.frames, f)
			}
			r.err = err
			r.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return r
}

func (r *recorder) all() []capture.Frame {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.frames[:len(r.frames):len(r.frames)]
}

// wait waits until a frame has arrived, and returns all frames so far.
func (r *recorder) wait(t testing.TB, is func(capture.Frame) bool) []capture.Frame {
	t.Helper()
	require.Eventually(t, func() bool {
		for _, f := range r.all() {
			if is(f) {
				return true
			}
		}
		return false
	}, patience, 5*time.Millisecond)
	return r.all()
}

// waitFor waits until n frames have arrived.
func (r *recorder) waitFor(t testing.TB, n int) []capture.Frame {
	t.Helper()
	require.Eventually(t, func() bool { return len(r.all()) >= n }, patience, 5*time.Millisecond,
		"waiting for %d frames", n)
	return r.all()
}

// transfer sends n bytes over TCP from one namespace to the other.
func (n *network) transfer(network, address string, size int) {
	n.t.Helper()
	var l net.Listener
	var err error
	n.in(n.b, func() { l, err = net.Listen(network, address) })
	require.NoError(n.t, err)
	defer l.Close()
	go n.in(n.a, func() {
		c, err := net.Dial(network, l.Addr().String())
		if err == nil {
			c.Write(make([]byte, size))
			c.Close()
		}
	})
	c, err := l.Accept()
	require.NoError(n.t, err)
	defer c.Close()
	got := 0
	for buf := make([]byte, 1<<20); ; {
		k, err := c.Read(buf)
		if got += k; err != nil {
			break
		}
	}
	require.Equal(n.t, size, got)
}

// datagrams sends UDP datagrams of the given sizes from the namespace a.
func (n *network) datagrams(to string, sizes ...int) {
	n.t.Helper()
	n.in(n.a, func() {
		address, err := net.ResolveUDPAddr("udp", to)
		require.NoError(n.t, err)
		c, err := net.ListenPacket("udp", ":0") // not connected, so that it ignores that nobody listens
		require.NoError(n.t, err)
		defer c.Close()
		for _, size := range sizes {
			_, err = c.WriteTo(make([]byte, size), address)
			require.NoError(n.t, err)
		}
	})
}
