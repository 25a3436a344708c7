package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// terminal returns the two ends of a pseudo-terminal. The first one reads what a user sees.
func terminal(t *testing.T) (user, tty *os.File) {
	t.Helper()
	user, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { user.Close() })
	fd := int(user.Fd())
	require.NoError(t, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0))
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	require.NoError(t, err)
	require.NoError(t, unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 120}))
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { tty.Close() })
	return user, tty
}

// seenOn runs the command with its messages on a terminal, and returns them. Nobody reads the rows until the given
// text is seen or, without one, for a while.
func seenOn(t *testing.T, until string, args ...string) string {
	t.Helper()
	user, tty := terminal(t)
	in := saved(t, t.TempDir(), "a.pcap", traffic(t, 5000, 1))
	cmd := command(t, append([]string{"flows", "--slice", "1", in}, args...)...)
	cmd.Stderr = tty
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	tty.Close()
	seen, ended := new(said), make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = io.Copy(seen, user) // ends in EIO
	}()
	if time.Sleep(2 * progressDelay); until != "" {
		require.Eventually(t, func() bool { return strings.Contains(seen.String(), until) }, time.Minute, 10*time.Millisecond)
	}
	_, err = io.Copy(io.Discard, out)
	require.NoError(t, err)
	<-ended
	require.NoError(t, cmd.Wait())
	return seen.String()
}

func TestProgress(t *testing.T) {
	seen := seenOn(t, "% [")
	require.Contains(t, seen, "% [")
	last := seen[strings.LastIndex(seen, " \r"):]
	require.Regexp(t, `^ \r5,000 packets, .*\r\n$`, last, "the bar makes way for the summary")
}

func TestNoProgress(t *testing.T) {
	require.Regexp(t, `^5,000 packets, .*\r\n$`, seenOn(t, "", "--no-progress"))
	require.Empty(t, seenOn(t, "", "--quiet"))
}

func TestTerminalAsSource(t *testing.T) {
	user, tty := terminal(t)
	defer user.Close()
	cmd := command(t, "flows", "-")
	cmd.Stdin = tty
	got := execute(t, cmd)
	require.Equal(t, exitUsage, got.status)
	require.Contains(t, got.err, "is a terminal")
}

func TestFullFileSystem(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skip("no right to mount:", err)
	}
	defer syscall.Unmount(dir, 0)
	in := saved(t, t.TempDir(), "a.pcap", traffic(t, 5000, 1))
	out := filepath.Join(dir, "flows.json")
	got := inside("flows", "--quiet", "--slice", "1", "--format", "json", "-o", out, in)
	require.Equal(t, exitFailure, got.status)
	require.Equal(t, "nfstream: writing flows: write "+out+": no space left on device\n", got.err)
	text, err := os.ReadFile(out)
	require.NoError(t, err)
	require.Greater(t, len(text), 250<<10)
	require.True(t, strings.HasSuffix(string(text), "}\n"))
}
