package visibility

import (
	"context"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

const patience = 20 * time.Second // for events that should happen at once

// replay is a source of packets that ends on request.
type replay struct {
	packets [][]byte
	end     func() bool
}

func (r *replay) Next(_ context.Context, b *capture.Batch) error {
	b.Reset()
	for _, p := range r.packets {
		link := packet.LinkIPv4
		if p[0]>>4 == 6 {
			link = packet.LinkIPv6
		}
		b.Append(capture.Frame{Data: p, Time: time.Now().UnixNano(), Length: uint32(len(p)), Link: link})
	}
	if len(r.packets) > 0 {
		r.packets = nil
		return nil
	}
	for until := time.Now().Add(patience); !r.end() && time.Now().Before(until); {
		time.Sleep(time.Millisecond)
	}
	return io.EOF
}

func (*replay) Stats() capture.Stats { return capture.Stats{} }
func (*replay) Close() error         { return nil }

// row holds the plug-in's columns of a flow.
type row struct {
	pid          int64
	name, cgroup string
}

// rowsOf meters a source, live or not, until it ends, and returns the rows by source and destination.
func rowsOf(t *testing.T, source capture.Source, p *Plugin, c nfstream.Config) map[[2]netip.AddrPort]row {
	t.Helper()
	c.Plugins, c.Fields = []nfstream.Plugin{p}, []string{columnPID, columnName, columnCgroup}
	s, err := nfstream.New(source, c)
	require.NoError(t, err)
	rows := map[[2]netip.AddrPort]row{}
	for f, err := range s.Flows(context.Background()) {
		require.NoError(t, err)
		columns := s.Columns()
		rows[[2]netip.AddrPort{f.Src(), f.Dst()}] = row{columns[0].Int(f), columns[1].Text(f), columns[2].Text(f)}
	}
	return rows
}

// own returns the row of this process.
func own(t *testing.T) row {
	comm, err := os.ReadFile("/proc/self/comm")
	require.NoError(t, err)
	exe, err := os.Executable()
	require.NoError(t, err)
	name := strings.TrimSpace(string(comm))
	if base := filepath.Base(exe); len(name) == longestComm && strings.HasPrefix(base, name) {
		name = base
	}
	cgroup, err := os.ReadFile("/proc/self/cgroup")
	require.NoError(t, err)
	return row{int64(os.Getpid()), name, cgroupOf(cgroup)}
}

// Conversations of another process with this one over loopback: a flow belongs to the process that sent its first
// packet.
func TestFlowsHaveTheirProcess(t *testing.T) {
	for _, workers := range []int{1, 4} {
		for network, at := range map[string]string{
			"tcp4": "127.0.0.1:0", "udp4": "127.0.0.1:0", "tcp6": "[::1]:0", "udp6": "[::1]:0", "tcp": ":0",
		} {
			p := open(t, Options{OwnNamespace: true})
			to := serve(t, network, at)
			if to.Addr().IsUnspecified() {
				to = netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), to.Port())
			}
			child, from := startServing(t, "hold "+network+" "+to.String())
			protocol := pairFor(network, from, to).protocol
			stranger := netip.MustParseAddrPort("240.0.0.1:9")
			other := netip.MustParseAddrPort("240.0.0.2:9")
			if to.Addr().Is6() {
				stranger, other = netip.MustParseAddrPort("[2001:db8::1]:9"), netip.MustParseAddrPort("[2001:db8::2]:9")
			}
			for _, ends := range [][2]netip.AddrPort{{from, to}, {to, from}, {stranger, other}, {stranger, to}} {
				first := packetOf(protocol, ends[0], ends[1], flagACK)
				noticed, begin := p.Stats().Noticed, time.Now().UnixNano()
				r := &replay{packets: [][]byte{first, packetOf(protocol, ends[1], ends[0], flagACK)}}
				r.end = func() bool {
					want := pairFor(network, ends[0], ends[1])
					if ends[0] == stranger {
						want.turn()
					}
					return ends[1] == other || p.sockets.find(&want, begin-int64(slack)) != nil && p.Stats().Noticed >= noticed
				}
				rows := rowsOf(t, r, p, nfstream.Config{Workers: workers})
				require.Len(t, rows, 1)
				got := rows[ends]
				switch ends {
				case [2]netip.AddrPort{from, to}:
					want := own(t)
					want.pid = int64(child)
					want.name = got.name // the name of the link by which it was run
					require.Equal(t, want, got, network)
					require.NotEmpty(t, got.name)
				case [2]netip.AddrPort{stranger, other}:
					require.Equal(t, row{pid: Unknown}, got, network)
				default:
					require.Equal(t, own(t), got, "%s %v", network, ends)
				}
			}
			s := p.Stats()
			require.EqualValues(t, 3, s.LookedUp)
			require.EqualValues(t, 3, s.Found)
			require.Zero(t, s.Missed)
			require.NoError(t, p.Close())
			require.NoError(t, p.Close(), "again")
		}
	}
}

func TestUnknownSocketsAreMissed(t *testing.T) {
	p := open(t, Options{OwnNamespace: true})
	closed, to := netip.MustParseAddrPort("127.0.0.1:1"), netip.MustParseAddrPort("127.0.0.1:2")
	r := &replay{packets: [][]byte{packetOf(protocolTCP, closed, to, flagSYN)}}
	r.end = func() bool { return p.Stats().Gone > 0 }
	rows := rowsOf(t, r, p, nfstream.Config{})
	require.Equal(t, map[[2]netip.AddrPort]row{{closed, to}: {pid: Unknown}}, rows)
	s := p.Stats()
	require.EqualValues(t, 1, s.LookedUp)
	require.EqualValues(t, 1, s.Missed)
	require.Zero(t, s.Found)
}

// Without packet sockets, sockets are found by polling.
func TestPolling(t *testing.T) {
	p := open(t, Options{OwnNamespace: true, Poll: true})
	for network, at := range map[string]string{"tcp4": "127.0.0.1:0", "udp6": "[::1]:0"} {
		to := serve(t, network, at)
		child, from := startServing(t, "hold "+network+" "+to.String())
		want := pairFor(network, from, to)
		require.Eventually(t, func() bool { return p.sockets.find(&want, 0) != nil }, patience, time.Millisecond)
		require.Equal(t, child, p.sockets.find(&want, 0).PID)
	}
}

// Short conversations are found by their packets, without lookups of flows. BenchmarkCatch measures the share.
func TestShortConversationsAreNoticed(t *testing.T) {
	p := open(t, Options{OwnNamespace: true})
	if p.watcher.missing != nil && strings.Contains(p.watcher.missing.Error(), "CAP_NET_RAW") {
		t.Skipf("no packet sockets: %v", p.watcher.missing)
	}
	for network, at := range map[string]string{"tcp4": "127.0.0.1:0", "udp4": "127.0.0.1:0", "tcp6": "[::1]:0"} {
		to := serve(t, network, at)
		for _, who := range []string{"process", "child"} {
			require.Eventually(t, func() bool {
				return converseAndFind(t, p, network, to, who, 20*time.Millisecond)
			}, patience, time.Millisecond, "%s of a %s", network, who)
		}
	}
}

func TestMissingRightsAreTold(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give up rights")
	}
	setpriv, err := exec.LookPath("setpriv")
	if err != nil {
		t.Skip("no setpriv")
	}
	cmd := exec.Command(setpriv, "--reuid=65534", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all",
		"/proc/self/exe")
	self, err := os.Executable()
	require.NoError(t, err)
	cmd.Args[len(cmd.Args)-1] = self
	cmd.Env = append(os.Environ(), childMode+"=missing")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Skipf("cannot run as another user: %v: %s", err, out)
	}
	for _, want := range []string{"CAP_NET_RAW", "CAP_SYS_PTRACE", "CAP_SYS_ADMIN", "found itself"} {
		require.Contains(t, string(out), want)
	}
}
