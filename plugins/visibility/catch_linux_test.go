package visibility

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/stretchr/testify/require"
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
	if args[0] == "flood" {
		flood(args[1])
		return
	}
	life, _ := time.ParseDuration(args[2])
	local, err := converse(args[0], args[1], life)
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	fmt.Println(local)
}

// flood has 1,000 conversations a second with itself, of 10 ms each, until its input ends.
func flood(network string) {
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	to, _, err := listen(network, "127.0.0.1:0")
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	fmt.Println(to)
	for range time.Tick(time.Millisecond) {
		go converse(network, to.String(), 10*time.Millisecond)
	}
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
	to, server, err := listen(network, at)
	require.NoError(t, err)
	t.Cleanup(func() { server.Close() })
	return to
}

func listen(network, at string) (to netip.AddrPort, server io.Closer, err error) {
	if strings.HasPrefix(network, "udp") {
		c, err := net.ListenPacket(network, at)
		if err != nil {
			return to, nil, err
		}
		go answer(c)
		return netip.MustParseAddrPort(c.LocalAddr().String()), c, nil
	}
	l, err := net.Listen(network, at)
	if err != nil {
		return to, nil, err
	}
	go accept(l)
	return netip.MustParseAddrPort(l.Addr().String()), l, nil
}

func answer(c net.PacketConn) {
	for b := make([]byte, 1); ; {
		_, from, err := c.ReadFrom(b)
		if err != nil {
			return
		}
		c.WriteTo(b, from)
	}
}

func accept(l net.Listener) {
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
