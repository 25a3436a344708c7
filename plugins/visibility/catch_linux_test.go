package visibility

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// childMode makes the test's program act as another process: "network address lifetime" has one conversation, "flood
// network" has many, "hold network address" keeps one open.
const childMode = "VISIBILITY_TEST_CHILD"

func TestMain(m *testing.M) {
	if mode := os.Getenv(childMode); mode != "" {
		child(strings.Fields(mode))
		return
	}
	os.Exit(m.Run())
}

func child(args []string) {
	switch args[0] {
	case "flood":
		flood(args[1])
		return
	case "missing":
		printMissing()
		return
	case "hold":
		hold(args[1], args[2])
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

// printMissing prints the result of Missing, and whether a connection of this process is found.
func printMissing() {
	p, err := New(Options{})
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	defer p.Close()
	fmt.Println(p.Missing())
	to, _, err := listen("tcp4", "127.0.0.1:0")
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	c, err := net.Dial("tcp4", to.String())
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	want := pairFor("tcp4", netip.MustParseAddrPort(c.LocalAddr().String()), to)
	for range 1000 {
		if found := p.sockets.find(&want, 0); found != nil && found.PID == os.Getpid() {
			fmt.Println("found itself")
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// hold keeps a connection until its input ends.
func hold(network, to string) {
	c, err := net.Dial(network, to)
	if err == nil {
		_, err = c.Write([]byte{1})
	}
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	fmt.Println(c.LocalAddr())
	io.Copy(io.Discard, os.Stdin)
}

// flood has 1,000 conversations per second with itself, of 10 ms each, until its input ends.
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
	begin := time.Now()
	for n := 0; ; time.Sleep(time.Millisecond) {
		for ; n < int(time.Since(begin)/time.Millisecond); n++ {
			go converse(network, to.String(), 10*time.Millisecond)
		}
	}
}

// converse opens a socket, sends a byte, and closes it after the given time. UDP also waits for the answer.
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

// startChild runs converse in a separate process.
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

// open skips the test if sockets cannot be watched.
func open(t testing.TB, o Options) *Plugin {
	t.Helper()
	p, err := New(o)
	if errors.Is(err, ErrNotSupported) {
		t.Skipf("this system does not report sockets: %v", err)
	}
	require.NoError(t, err)
	t.Cleanup(func() { p.Close() })
	return p
}

// startServing runs a child that prints a line and continues until the test ends.
func startServing(t testing.TB, mode string) (pid int, local netip.AddrPort) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), childMode+"="+mode)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	local, err = netip.ParseAddrPort(strings.TrimSpace(line))
	require.NoError(t, err, line)
	return cmd.Process.Pid, local
}
