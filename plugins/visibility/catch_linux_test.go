package visibility

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// childMode has the test's program be a process with a single connection: "network address lifetime".
const childMode = "VISIBILITY_TEST_CHILD"

func TestMain(m *testing.M) {
	if mode := os.Getenv(childMode); mode != "" {
		child(strings.Fields(mode))
		return
	}
	os.Exit(m.Run())
}

func child(args []string) {
	life, _ := time.ParseDuration(args[2])
	local, err := converse(args[0], args[1], life)
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	fmt.Println(local)
}

// converse opens a socket, sends a byte, and closes it after so long. UDP waits for the answer too.
func converse(network, to string, life time.Duration) (local netip.AddrPort, err error) {
	begin := time.Now()
	c, err := net.Dial(network, to)
	if err != nil {
		return local, err
	}
	defer c.Close()
	if _, err = c.Write([]byte{1}); err != nil {
		return local, err
	}
	if strings.HasPrefix(network, "udp") {
		c.SetReadDeadline(time.Now().Add(time.Second))
		c.Read(make([]byte, 1))
	}
	time.Sleep(life - time.Since(begin))
	return netip.MustParseAddrPort(c.LocalAddr().String()), nil
}

// startChild runs converse in a process of its own.
func startChild(t testing.TB, network, to string, life time.Duration) (pid int, local netip.AddrPort) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), childMode+"="+network+" "+to+" "+life.String())
	out, err := cmd.Output()
	require.NoError(t, err)
	local, err = netip.ParseAddrPort(strings.TrimSpace(string(out)))
	require.NoError(t, err, "%s", out)
	return cmd.Process.Pid, local
}

// serve answers on loopback or another address until the test ends.
func serve(t testing.TB, network, at string) netip.AddrPort {
	t.Helper()
	if strings.HasPrefix(network, "udp") {
		c, err := net.ListenPacket(network, at)
		require.NoError(t, err)
		t.Cleanup(func() { c.Close() })
		go func() {
			for b := make([]byte, 1); ; {
				_, from, err := c.ReadFrom(b)
				if err != nil {
					return
				}
				c.WriteTo(b, from)
			}
		}()
		return netip.MustParseAddrPort(c.LocalAddr().String())
	}
	l, err := net.Listen(network, at)
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				io.Copy(io.Discard, c)
				c.Close()
			}()
		}
	}()
	return netip.MustParseAddrPort(l.Addr().String())
}

func pairFor(network string, local, remote netip.AddrPort) pair {
	p := pair{localPort: local.Port(), remotePort: remote.Port(), protocol: protocolTCP}
	if strings.HasPrefix(network, "udp") {
		p.protocol = protocolUDP
	}
	for to, a := range map[*address]netip.AddrPort{&p.local: local, &p.remote: remote} {
		*to = a.Addr().As16()
		if a.Addr().Is4() {
			flowkey.PutIPv4(to, a.Addr().AsSlice())
		}
	}
	return p
}

func open(t testing.TB, o Options) *Plugin {
	t.Helper()
	p, err := New(o)
	require.NoError(t, err)
	t.Cleanup(func() { p.Close() })
	return p
}

func cpuTime() time.Duration {
	var u unix.Rusage
	unix.Getrusage(unix.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkCatch tells which share of short conversations is caught, by how long they live, and who has them.
func BenchmarkCatch(b *testing.B) {
	for _, poll := range []bool{false, true} {
		for _, network := range []string{"tcp4", "udp4", "tcp6"} {
			for _, life := range []time.Duration{0, 2 * time.Millisecond, 10 * time.Millisecond} {
				for _, who := range []string{"process", "child"} {
					name := "packets/"
					if poll {
						name = "poll/"
					}
					b.Run(name+network+"/"+who+"/"+life.String(), func(b *testing.B) {
						p := open(b, Options{Poll: poll})
						at := "127.0.0.1:0"
						if network == "tcp6" {
							at = "[::1]:0"
						}
						to := serve(b, network, at)
						time.Sleep(100 * time.Millisecond)
						caught := 0
						for b.Loop() {
							pid := os.Getpid()
							var local netip.AddrPort
							if who == "child" {
								pid, local = startChild(b, network, to.String(), life)
							} else {
								local, _ = converse(network, to.String(), life)
							}
							time.Sleep(5 * time.Millisecond)
							want := pairFor(network, local, to)
							if got := p.sockets.find(&want, 0); got != nil && got.PID == pid {
								caught++
							}
						}
						b.ReportMetric(100*float64(caught)/float64(b.N), "caught%")
						b.Logf("%s: %d of %d %+v", strconv.Quote(name), caught, b.N, p.Stats())
					})
				}
			}
		}
	}
}
