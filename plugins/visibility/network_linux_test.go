package visibility

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/internal/emulate"
)

// The addresses are unique to this process, because sockets of other namespaces are found by address.
var (
	net4 = fmt.Sprintf("10.%d.%d.", 64+os.Getpid()>>8&63, os.Getpid()&255)
	net6 = fmt.Sprintf("fd78:%x::", os.Getpid()&0xffff)
)

// newNetwork makes two network namespaces with a cable between them: a0 with address 1 of net4 and net6 in the first,
// b0 with address 2 in the other. It skips the test without the permission.
func newNetwork(t testing.TB) (a, b string) {
	emulate.Skip(t, "packet sockets")
	if os.Getuid() != 0 {
		t.Skip("network namespaces need root")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("network namespaces need iproute2")
	}
	id := fmt.Sprintf("nfsvis%d", os.Getpid())
	a, b = id+"a", id+"b"
	for _, name := range []string{a, b} {
		if out, err := exec.Command("ip", "netns", "add", name).CombinedOutput(); err != nil {
			t.Skipf("no network namespaces: %s", out)
		}
		t.Cleanup(func() { exec.Command("ip", "netns", "del", name).Run() })
	}
	ip := func(args string) {
		out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput()
		require.NoError(t, err, "ip %s: %s", args, out)
	}
	ip("link add a0 netns " + a + " type veth peer name b0 netns " + b)
	for x, end := range map[int][2]string{1: {a, "a0"}, 2: {b, "b0"}} {
		on := "-n " + end[0] + " "
		ip(on + fmt.Sprintf("addr add %s%d/24 dev %s", net4, x, end[1]))
		ip(on + fmt.Sprintf("addr add %s%d/64 dev %s nodad", net6, x, end[1]))
		ip(on + "link set lo up")
		ip(on + "link set " + end[1] + " up")
	}
	return a, b
}

// in runs f in a namespace, on a thread that ends after f.
func in(t testing.TB, name string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		at, err := os.Open("/run/netns/" + name)
		if err != nil {
			t.Error(err)
			return
		}
		defer at.Close()
		if err := unix.Setns(int(at.Fd()), unix.CLONE_NEWNET); err != nil {
			t.Error(err)
			return
		}
		f()
	}()
	<-done
	if t.Failed() {
		t.FailNow()
	}
}

// A live capture of a cable, with short conversations between other processes and this one at the other end.
func TestLiveFlowsHaveTheirProcess(t *testing.T) {
	a, b := newNetwork(t)
	hosts := map[string]netip.AddrPort{}
	in(t, b, func() {
		for network, at := range map[string]string{"tcp4": net4 + "2:0", "tcp6": "[" + net6 + "2]:0", "udp4": net4 + "2:0"} {
			hosts[network] = serve(t, network, at)
		}
	})
	var p *Plugin
	var s *nfstream.Streamer
	in(t, a, func() {
		p = open(t, Options{OwnNamespace: true})
		source, err := live.Open([]string{"a0"}, live.Options{RingSize: 8 << 20})
		require.NoError(t, err)
		s, err = nfstream.New(source, nfstream.Config{Plugins: []nfstream.Plugin{p},
			Fields: []string{columnPID, columnName, columnCgroup}})
		require.NoError(t, err)
	})
	ctx, cancel := context.WithCancel(t.Context())
	begun := map[netip.AddrPort]int{}
	go func() {
		defer cancel()
		in(t, a, func() {
			for network, to := range hosts {
				for range 10 {
					pid, from := startChild(t, network, to.String(), 20*time.Millisecond)
					begun[from] = pid
				}
			}
		})
		for before := uint64(0); ; time.Sleep(500 * time.Millisecond) { // until the capture has delivered all frames
			now := s.Stats().Capture.Received
			if now == before && now > 0 {
				break
			}
			before = now
		}
	}()
	told := map[netip.AddrPort]int64{}
	for f, err := range s.Flows(ctx) {
		if err != nil {
			break
		}
		told[f.Src()] = s.Columns()[0].Int(f)
	}
	<-ctx.Done()
	right := 0
	for from, pid := range begun {
		require.Contains(t, told, from)
		if told[from] == int64(pid) {
			right++
		}
	}
	t.Logf("%d of %d, %+v", right, len(begun), p.Stats())
	require.Positive(t, right)
}

// Sockets of other network namespaces are found if the capture sees their addresses.
func TestOtherNamespaces(t *testing.T) {
	a, b := newNetwork(t)
	var to, from netip.AddrPort
	var pid int
	in(t, b, func() { to = serve(t, "tcp4", net4+"2:0") })
	in(t, a, func() { pid, from = startServing(t, "hold tcp4 "+to.String()) })
	p := open(t, Options{})
	want := pairFor("tcp4", from, to)
	require.Eventually(t, func() bool {
		var local bool
		want.space, local = p.sockets.home(&want.local)
		return local && p.sockets.find(&want, 0) != nil
	}, patience, time.Millisecond)
	require.NotZero(t, want.space)
	require.Equal(t, pid, p.sockets.find(&want, 0).PID)

	require.Eventually(t, func() bool {
		next, later := 0, netip.AddrPort{}
		in(t, a, func() { next, later = startChild(t, "tcp4", to.String(), 100*time.Millisecond) })
		want = pairFor("tcp4", later, to)
		want.space, _ = p.sockets.home(&want.local)
		found := p.sockets.find(&want, 0)
		return found != nil && found.PID == next
	}, patience, time.Millisecond, "not noticed by its packets")
}

// Datagrams of a known socket do not keep waking the reader.
func TestBusyPortsAreLeftOut(t *testing.T) {
	a, _ := newNetwork(t)
	var p *Plugin
	in(t, a, func() { p = open(t, Options{OwnNamespace: true}) })
	var c net.Conn
	var err error
	in(t, a, func() { c, err = net.Dial("udp4", net4+"2:9") })
	require.NoError(t, err)
	defer c.Close()
	busy := func(datagrams int) (noticed uint64) {
		before := p.Stats().Noticed
		for range datagrams {
			c.Write([]byte{1})
			time.Sleep(100 * time.Microsecond)
		}
		return p.Stats().Noticed - before
	}
	require.Eventually(t, func() bool { return busy(200) == 0 }, patience, time.Millisecond, "the port is not left out")
	require.Less(t, busy(2000), uint64(1000), "most of them wake nobody")
	require.Zero(t, p.Stats().Dropped)
	want := pairFor("udp4", netip.MustParseAddrPort(c.LocalAddr().String()), netip.MustParseAddrPort(net4+"2:9"))
	found := p.sockets.find(&want, 0)
	require.NotNil(t, found)
	require.Equal(t, os.Getpid(), found.PID)
}
