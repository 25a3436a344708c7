package gopacketengine_test

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

// cable is a cable with the ends a0 and b0 in a network namespace, which says nothing by itself.
type cable struct {
	t  testing.TB
	ns string
}

var cables atomic.Int32

func newCable(t testing.TB) *cable {
	emulate.Skip(t, "packet sockets")
	if os.Getuid() != 0 {
		t.Skip("network namespaces need root")
	}
	c := &cable{t, fmt.Sprintf("nfsengine%d-%d", os.Getpid(), cables.Add(1))}
	if out, err := exec.Command("ip", "netns", "add", c.ns).CombinedOutput(); err != nil {
		t.Skipf("no network namespaces: %v %s", err, out)
	}
	t.Cleanup(func() { exec.Command("ip", "netns", "del", c.ns).Run() })
	c.in(func() { os.WriteFile("/proc/sys/net/ipv6/conf/all/disable_ipv6", []byte("1"), 0) })
	c.ip("link", "add", "a0", "mtu", "9000", "type", "veth", "peer", "name", "b0", "mtu", "9000")
	for _, end := range []string{"a0", "b0"} {
		c.ip("link", "set", end, "up")
	}
	require.Eventually(t, func() bool {
		out, err := exec.Command("ip", "-n", c.ns, "link", "show", "a0").CombinedOutput()
		return err == nil && strings.Contains(string(out), "state UP")
	}, 20*time.Second, 5*time.Millisecond)
	return c
}

// ip runs a command of iproute2 in the namespace.
func (c *cable) ip(args ...string) {
	c.t.Helper()
	out, err := exec.Command("ip", append([]string{"-n", c.ns}, args...)...).CombinedOutput()
	require.NoError(c.t, err, "ip %s: %s", strings.Join(args, " "), out)
}

// in runs f in the namespace, on a thread that ends with it.
func (c *cable) in(f func()) {
	c.t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		fd, err := os.Open("/run/netns/" + c.ns)
		require.NoError(c.t, err)
		defer fd.Close()
		require.NoError(c.t, unix.Setns(int(fd.Fd()), unix.CLONE_NEWNET))
		f()
	}()
	<-done
	if c.t.Failed() {
		c.t.FailNow()
	}
}

// sender returns what sends frames into the end a0.
func (c *cable) sender() (send func(frame []byte)) {
	fd := -1
	c.in(func() {
		var err error
		fd, err = unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
		require.NoError(c.t, err)
		request, err := unix.NewIfreq("a0")
		require.NoError(c.t, err)
		require.NoError(c.t, unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, request))
		require.NoError(c.t, unix.Bind(fd, &unix.SockaddrLinklayer{Ifindex: int(request.Uint32())}))
	})
	c.t.Cleanup(func() { unix.Close(fd) })
	return func(frame []byte) {
		_, err := unix.Write(fd, frame)
		require.NoError(c.t, err)
	}
}
