package live

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// eachReader runs a test with and without the ring.
func eachReader(t *testing.T, test func(t *testing.T, o Options)) {
	t.Run("ring", func(t *testing.T) { test(t, Options{RingSize: 32 << 20}) })
	t.Run("plain", func(t *testing.T) { test(t, Options{RingSize: 32 << 20, plain: true}) })
}

func TestFramesInOrder(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter = onlyTest
		src := n.open(n.b, o, "b0")
		from := n.sender(n.a, "a0")
		r := record(src)
		before := time.Now()
		const count = 5000
		for i := range uint64(count) {
			from.send(numbered(i, 60+int(i%1400)))
		}
		got := r.waitFor(t, count)
		require.Len(t, got, count)
		last := before.UnixNano()
		for i, f := range got {
			want := numbered(uint64(i), 60+i%1400)
			require.Equal(t, want, f.Data)
			require.EqualValues(t, len(want), f.Length)
			require.Equal(t, packet.LinkEthernet, f.Link)
			require.GreaterOrEqual(t, f.Time, last)
			last = f.Time
		}
		require.LessOrEqual(t, last, time.Now().UnixNano())
		require.Equal(t, capture.Stats{Received: count}, src.Stats())
	})
}

func TestSnaplen(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter, o.Snaplen = onlyTest, 100
		r := record(n.open(n.b, o, "b0"))
		n.sender(n.a, "a0").send(numbered(1, 1000), numbered(2, 60))
		got := r.waitFor(t, 2)
		require.Equal(t, numbered(1, 1000)[:100], got[0].Data)
		require.EqualValues(t, 1000, got[0].Length)
		require.Equal(t, numbered(2, 60), got[1].Data)
	})
}

// Only packets that match the filter are received, even if traffic passes while the filter is attached.
func TestFilterBeforeFirstPacket(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		from := n.sender(n.a, "a0")
		other := numbered(7, 60)
		other[13] = 0xb6
		stop := make(chan struct{})
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				select {
				case <-stop:
					return
				default:
					from.send(other)
				}
			}
		}()
		o.Filter = onlyTest
		for range 10 {
			src := n.open(n.b, o, "b0")
			r := record(src)
			from.send(numbered(1, 60))
			for _, f := range r.waitFor(t, 1) {
				require.True(t, isNumbered(f))
			}
			src.Close()
		}
		close(stop)
		<-stopped
	})
}

func TestRefusedFilter(t *testing.T) {
	n := newNetwork(t)
	n.in(n.b, func() {
		_, err := Open([]string{"b0"}, Options{Filter: onlyTest[:2]})
		require.ErrorIs(t, err, ErrOptions)
		require.ErrorIs(t, err, unix.EINVAL)
	})
}

func TestQuietLinkTicks(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter = onlyTest
		src := n.open(n.b, o, "b0")
		b := capture.Batch{Frames: make([]capture.Frame, 3)}
		for range 3 {
			require.NoError(t, src.Next(context.Background(), &b))
			require.Empty(t, b.Frames)
		}
	})
}

// Next waits until the batch is due, at most for the longest time.
func TestNextWaitsUntilDue(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter, o.Tick = onlyTest, time.Millisecond
		src := n.open(n.b, o, "b0")
		for _, wait := range []time.Duration{200 * time.Millisecond, time.Hour} {
			began := time.Now()
			due := began.Add(wait).UnixNano()
			b := capture.Batch{Due: due}
			require.NoError(t, src.Next(context.Background(), &b))
			require.Empty(t, b.Frames)
			require.Equal(t, due, b.Due)
			if wait < longest {
				require.GreaterOrEqual(t, b.Clock, due)
			} else {
				require.GreaterOrEqual(t, time.Since(began), longest)
			}
		}
	})
}

func TestContextEndsNext(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter, o.Tick = onlyTest, time.Hour
		src := n.open(n.b, o, "b0")
		for range 2 {
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
			defer cancel()
			require.ErrorIs(t, src.Next(ctx, &capture.Batch{}), context.DeadlineExceeded)
			require.ErrorIs(t, src.Next(ctx, &capture.Batch{}), context.DeadlineExceeded)
		}
		n.sender(n.a, "a0").send(numbered(1, 60))
		var b capture.Batch
		require.NoError(t, src.Next(context.Background(), &b))
		require.Len(t, b.Frames, 1)
	})
}

func TestCloseEndsNext(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter, o.Tick = onlyTest, time.Hour
		src := n.open(n.b, o, "b0")
		n.sender(n.a, "a0").send(numbered(1, 60))
		r := record(src)
		r.waitFor(t, 1)
		require.NoError(t, src.Close())
		require.NoError(t, src.Close())
		<-r.ended
		require.ErrorIs(t, r.err, os.ErrClosed)
		require.ErrorIs(t, src.Next(context.Background(), &capture.Batch{}), os.ErrClosed)
		require.EqualValues(t, 1, src.Stats().Received)
	})
}

func TestInterfaceGoesDown(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter = onlyTest
		src := n.open(n.b, o, "b0")
		from := n.sender(n.a, "a0")
		for i := range uint64(100) {
			from.send(numbered(i, 60))
		}
		n.ip("-n", n.b, "link", "set", "b0", "down")
		r := record(src)
		<-r.ended
		require.ErrorIs(t, r.err, ErrInterfaceDown)
		require.ErrorContains(t, r.err, "b0")
		require.Len(t, r.frames, 100)
		require.Equal(t, r.err, src.Next(context.Background(), &capture.Batch{}))
		n.in(n.b, func() {
			_, err := Open([]string{"b0"}, o)
			require.ErrorIs(t, err, ErrInterfaceDown)
		})
	})
}

func TestInterfaceIsDeleted(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter = onlyTest
		src := n.open(n.b, o, "b0")
		n.sender(n.a, "a0").send(numbered(1, 60))
		n.ip("-n", n.a, "link", "del", "a0")
		r := record(src)
		<-r.ended
		require.ErrorIs(t, r.err, ErrInterfaceGone)
		require.Len(t, r.frames, 1)
	})
}

func TestWaitForInterface(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		n.ip("-n", n.b, "link", "set", "b0", "down")
		o.Filter, o.Wait = onlyTest, true
		r := record(n.open(n.b, o, "b0"))
		n.ip("-n", n.b, "link", "set", "b0", "up")
		from := n.sender(n.a, "a0")
		require.Eventually(t, func() bool { from.send(numbered(1, 60)); return len(r.all()) > 0 }, patience,
			10*time.Millisecond)
		n.ip("-n", n.a, "link", "del", "a0")
		n.ip("link", "add", "a0", "netns", n.a, "type", "veth", "peer", "name", "b0", "netns", n.b)
		n.configure(n.a, "a0", "1")
		n.configure(n.b, "b0", "2")
		from = n.sender(n.a, "a0")
		require.Eventually(t, func() bool {
			from.send(numbered(2, 60))
			all := r.all()
			return numberOf(all[len(all)-1].Data) == 2
		}, patience, 10*time.Millisecond)
		r.requireGoesOn(t)
	})
}

// An interface that leaves the namespace and returns has the same index, but the socket is no longer bound to it.
func TestWaitForInterfaceThatWasAway(t *testing.T) {
	n := newNetwork(t)
	r := record(n.open(n.b, Options{Filter: onlyTest, Wait: true}, "b0"))
	n.ip("-n", n.b, "link", "set", "b0", "netns", n.a)
	n.ip("-n", n.a, "link", "set", "b0", "netns", n.b)
	n.configure(n.b, "b0", "2")
	from := n.sender(n.a, "a0")
	require.Eventually(t, func() bool { from.send(numbered(1, 60)); return len(r.all()) > 0 }, patience,
		10*time.Millisecond)
	r.requireGoesOn(t)
}

func TestErrorsOfOpen(t *testing.T) {
	n := newNetwork(t)
	n.in(n.b, func() {
		for _, name := range []string{"", "a/b", "a b", "a-name-that-is-too-long", "b0\x00"} {
			_, err := Open([]string{name}, Options{Wait: true})
			require.ErrorIs(t, err, ErrNoInterface, name)
		}
		for _, names := range [][]string{nil, {"b0", "b0"}, {"b0", Any}} {
			_, err := Open(names, Options{})
			require.ErrorIs(t, err, ErrOptions)
		}
		for _, count := range []int{-1, 0, 257} {
			_, err := OpenShared([]string{"b0"}, count, Options{})
			require.ErrorIs(t, err, ErrOptions)
		}
		_, err := Open([]string{"b0"}, Options{HardwareTime: true})
		require.ErrorContains(t, err, "does not timestamp all frames")
	})
}

func TestPermission(t *testing.T) {
	n := newNetwork(t)
	n.in(n.b, func() {
		header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
		var none [2]unix.CapUserData
		require.NoError(t, unix.Capset(&header, &none[0])) // of this thread only
		_, err := Open([]string{"b0"}, Options{})
		require.ErrorIs(t, err, ErrPermission)
		require.ErrorContains(t, err, "setcap cap_net_raw+ep")
		all, err := Interfaces()
		require.NoError(t, err)
		require.False(t, all[0].Permitted)
	})
}

func TestInterfaces(t *testing.T) {
	n := newNetwork(t)
	n.ip("-n", n.b, "tuntap", "add", "tun0", "mode", "tun")
	n.in(n.b, func() {
		all, err := Interfaces()
		require.NoError(t, err)
		byName := map[string]Interface{}
		for _, i := range all {
			byName[i.Name] = i
		}
		require.Len(t, byName, 3)
		b0 := byName["b0"]
		require.True(t, b0.Up && b0.Permitted && b0.Decodable)
		require.Equal(t, packet.LinkEthernet, b0.Link)
		require.Regexp(t, `^([0-9a-f]{2}:){5}[0-9a-f]{2}$`, b0.Hardware)
		require.Equal(t, "[10.77.0.2/24 fd77::2/64]", fmt.Sprint(b0.Addresses))
		require.Equal(t, packet.LinkEthernet, byName["lo"].Link)
		require.Equal(t, packet.LinkRaw, byName["tun0"].Link)
		require.False(t, byName["tun0"].Up)
	})
}

func TestRawIP(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		tun := n.tun()
		for _, name := range []string{"tun0", Any} {
			src := n.open(n.b, o, name)
			r := record(src)
			_, err := tun.Write(ipv4Header)
			require.NoError(t, err)
			isRaw := func(f capture.Frame) bool { return f.Link == packet.LinkRaw && f.Data[0]>>4 == 4 } // the host sends IPv6
			got := r.wait(t, isRaw)
			raw := got[slices.IndexFunc(got, isRaw)] // other interfaces may add more
			require.Equal(t, ipv4Header, raw.Data)
			require.EqualValues(t, len(ipv4Header), raw.Length)
			src.Close()
		}
	})
}

// ipv4Header is an IPv4 packet without payload.
var ipv4Header = []byte{0x45, 0, 0, 20, 0, 0, 0, 0, 64, 59, 0x66, 0x8b, 10, 9, 0, 1, 10, 9, 0, 2}

// tun makes the interface tun0 in the namespace b.
func (n *network) tun() (f *os.File) {
	n.t.Helper()
	if _, err := os.Stat("/dev/net/tun"); err != nil {
		n.t.Skip("no tun devices")
	}
	n.in(n.b, func() {
		fd, err := unix.Open("/dev/net/tun", unix.O_RDWR, 0)
		require.NoError(n.t, err)
		request, err := unix.NewIfreq("tun0")
		require.NoError(n.t, err)
		request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
		require.NoError(n.t, unix.IoctlIfreq(fd, unix.TUNSETIFF, request))
		f = os.NewFile(uintptr(fd), "tun0")
	})
	n.t.Cleanup(func() { f.Close() })
	n.ip("-n", n.b, "link", "set", "tun0", "up")
	return f
}

// A packet on the loopback interface is captured once, although it passes twice.
func TestLoopbackOnce(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter = onlyTest
		one, all := record(n.open(n.b, o, "lo")), record(n.open(n.b, o, Any))
		from := n.sender(n.b, "lo")
		for i := range uint64(50) {
			from.send(numbered(i, 60))
		}
		for _, r := range []*recorder{one, all} {
			require.Len(t, r.waitFor(t, 50), 50)
			for i, f := range r.all() {
				require.EqualValues(t, i, numberOf(f.Data))
			}
		}
	})
}

func TestSeveralInterfaces(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		n.ip("link", "add", "a1", "netns", n.a, "type", "veth", "peer", "name", "b1", "netns", n.b)
		n.configure(n.a, "a1", "3")
		n.configure(n.b, "b1", "4")
		o.Filter = onlyTest
		src := n.open(n.b, o, "b0", "b1")
		from := []sender{n.sender(n.a, "a0"), n.sender(n.a, "a1")}
		const count = 1000
		for i := range uint64(count) {
			from[i%3%2].send(numbered(i, 60))
		}
		time.Sleep(2 * DefaultBlockTimeout) // so that all blocks are available
		got := record(src).waitFor(t, count)
		for i, f := range got {
			require.EqualValues(t, i, numberOf(f.Data))
		}
		n.ip("-n", n.a, "link", "del", "a1")
	})
}
