//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Simultaneous signals, as timeout(1) sends them, count as one: the active flows are written.
func TestSignalsWithinASecondAreOne(t *testing.T) {
	cmd := command(t, "flows", "-")
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	var out, messages bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &messages
	require.NoError(t, cmd.Start())
	_, err = in.Write(traffic(t, 5000, 1)) // more than a pipe buffers, so that most has been read
	require.NoError(t, err)
	for _, signal := range []os.Signal{os.Interrupt, os.Interrupt, syscall.SIGTERM, os.Interrupt} {
		_ = cmd.Process.Signal(signal)
	}
	require.NoError(t, cmd.Wait(), messages.String())
	require.Contains(t, messages.String(), "another interrupt ends immediately\n")
	require.Contains(t, messages.String(), "; interrupted\n")
	require.Greater(t, len(records(t, out.String())), 20)
}

// The first signal ends reading from a pipe without a writer, or with an idle one.
func TestInterruptOfANamedPipe(t *testing.T) {
	// Runs in this process ignore SIGPIPE, which the command would inherit. Only a handler reverts that.
	handled := make(chan os.Signal, 1)
	signal.Notify(handled, syscall.SIGPIPE)
	signal.Stop(handled)
	for _, bytes := range []int{-1, 0, 10, 5000} {
		fifo := filepath.Join(t.TempDir(), "fifo")
		require.NoError(t, syscall.Mkfifo(fifo, 0o600))
		cmd := command(t, "flows", "-o", fifo+".csv", fifo)
		stderr, err := cmd.StderrPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		if bytes >= 0 {
			w, err := os.OpenFile(fifo, os.O_WRONLY, 0) // returns after the command has opened it
			require.NoError(t, err)
			defer w.Close()
			_, err = w.Write(traffic(t, 100, 1)[:bytes])
			require.NoError(t, err)
		} else {
			awaitCatch(t, cmd.Process.Pid)
		}
		require.NoError(t, cmd.Process.Signal(os.Interrupt))
		text, err := io.ReadAll(stderr)
		require.NoError(t, err)
		require.NoError(t, cmd.Wait(), string(text))
		require.Contains(t, string(text), "; interrupted\n", bytes)
	}
}

// awaitCatch waits until a process catches signals. It then ignores SIGPIPE too.
func awaitCatch(t *testing.T, pid int) {
	t.Helper()
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			t.Skip("this needs /proc:", err)
		}
		_, after, _ := strings.Cut(string(text), "SigIgn:\t")
		var ignored uint64
		_, err = fmt.Sscanf(after, "%x", &ignored)
		return err == nil && ignored&(1<<(syscall.SIGPIPE-1)) != 0
	}, time.Minute, 10*time.Millisecond)
}

// Standard input without a capture is an error before anything is written, and before a file is overwritten.
func TestEmptyInput(t *testing.T) {
	for what, text := range map[string]string{"empty": "", "it is text": "no"} {
		for _, by := range []string{`"$@" - <"$in"`, `cat "$in" | "$@" -`, `mkfifo "$in.fifo"; cat "$in" >"$in.fifo" & "$@" "$in.fifo"`} {
			dir := t.TempDir()
			in, out := saved(t, dir, "in", []byte(text)), saved(t, dir, "rows.csv", []byte("older rows\n"))
			for _, to := range []string{"-", out} {
				_ = os.Remove(in + ".fifo")
				inner := command(t, "flows", "-o", to)
				cmd := exec.Command("sh", append([]string{"-c", by, "sh"}, inner.Args...)...)
				cmd.Env = append(inner.Env, "in="+in)
				got := execute(t, cmd)
				require.Equal(t, exitFailure, got.status, got.err)
				require.Contains(t, got.err, what)
				require.NotContains(t, got.err, " flows,", "no summary")
				require.Empty(t, got.out)
				require.Equal(t, "older rows\n", readAll(t, out))
			}
		}
	}
}

// A run without a destination for rows is an error.
func TestClosedOutput(t *testing.T) {
	in := saved(t, t.TempDir(), "a.pcap", traffic(t, 100, 1))
	for how, want := range map[string]int{`"$@" >&-; exit $?`: exitFailure, `"$@" >/dev/null; exit $?`: exitOK,
		`"$@" 1</dev/null; exit $?`: exitFailure, `"$@" -o /dev/null >&-; exit $?`: exitOK} {
		inner := command(t, "flows", in)
		cmd := exec.Command("sh", append([]string{"-c", how, "sh"}, inner.Args...)...)
		cmd.Env = inner.Env
		got := execute(t, cmd)
		require.Equal(t, want, got.status, "%s: %s", how, got.err)
		if want != exitOK {
			require.Regexp(t, "(?m)^nfstream: (standard output is closed|writing flows: .*bad file descriptor)", got.err)
		}
	}
	cmd := command(t, "flows", in) // not started by a shell
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	require.NoError(t, err)
	defer null.Close()
	cmd.Stdout = null
	require.NoError(t, cmd.Run())
}
