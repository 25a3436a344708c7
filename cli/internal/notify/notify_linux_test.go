package notify

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// manager listens like a service manager.
func manager(t *testing.T, name string) *net.UnixConn {
	t.Helper()
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	require.NoError(t, c.SetReadDeadline(time.Now().Add(time.Minute)))
	t.Setenv("NOTIFY_SOCKET", name)
	return c
}

func message(t *testing.T, c *net.UnixConn) string {
	t.Helper()
	var buf [4096]byte
	n, err := c.Read(buf[:])
	require.NoError(t, err)
	return string(buf[:n])
}

func TestSend(t *testing.T) {
	for _, name := range []string{filepath.Join(t.TempDir(), "notify"), fmt.Sprintf("@nfstream-%d", os.Getpid())} {
		c := manager(t, name)
		s := Open()
		require.NoError(t, s.Send(Ready, Status("two\nlines")))
		require.Equal(t, "READY=1\nSTATUS=two lines", message(t, c))
		require.NoError(t, s.Send(Reloading()...))
		require.Regexp(t, `^RELOADING=1\nMONOTONIC_USEC=[1-9]\d+$`, message(t, c))
		if tool, err := exec.LookPath("systemd-notify"); err == nil { // which sends the same messages
			require.NoError(t, exec.Command(tool, "--no-block", "--ready", "--status=two lines").Run())
			require.Contains(t, message(t, c), "READY=1\nSTATUS=two lines")
		}
		require.NoError(t, c.Close())
	}
}

func TestSendConcurrently(t *testing.T) {
	c := manager(t, filepath.Join(t.TempDir(), "notify"))
	s := Open()
	for range 4 {
		go func() { _ = s.Send(Alive) }()
	}
	for range 4 {
		require.Equal(t, Alive, message(t, c))
	}
}

func TestNobodyListens(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "")
	require.Nil(t, Open())
	require.NoError(t, Open().Send(Ready))
	t.Setenv("NOTIFY_SOCKET", filepath.Join(t.TempDir(), "gone"))
	require.ErrorContains(t, Open().Send(Ready), "no such file")
}

// A service manager that does not read blocks no caller and costs one goroutine.
func TestFullQueue(t *testing.T) {
	manager(t, filepath.Join(t.TempDir(), "notify"))
	s := Open()
	var err error
	for range 1000 {
		if err = s.Send(Alive); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, ErrBusy)
	require.ErrorIs(t, s.Send(Alive), ErrBusy)
}

func TestWatchdogInterval(t *testing.T) {
	for _, c := range []struct {
		usec, pid string
		want      time.Duration
	}{
		{"", "", 0}, {"3000000", "", 3 * time.Second}, {"3000000", strconv.Itoa(os.Getpid()), 3 * time.Second},
		{"3000000", "1", 0}, {"-1", "", 0}, {"x", "", 0}, {"9223372036854775807", "", 0},
	} {
		t.Setenv("WATCHDOG_USEC", c.usec)
		t.Setenv("WATCHDOG_PID", c.pid)
		require.Equal(t, c.want, WatchdogInterval(), "%+v", c)
	}
}
