//go:build unix

package cli

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestInterrupt(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd := command(t, "flows", "-")
		in, err := cmd.StdinPipe()
		require.NoError(t, err)
		var out, messages bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &messages
		require.NoError(t, cmd.Start())
		_, err = in.Write(traffic(t, 5000, 1)) // more than a pipe buffers, so that most has been read
		require.NoError(t, err)
		require.NoError(t, cmd.Process.Signal(signal))
		require.NoError(t, cmd.Wait(), messages.String())
		require.Contains(t, messages.String(), "; interrupted\n")
		require.Greater(t, len(records(t, out.String())), 20)
	}
}

func TestSecondInterrupt(t *testing.T) {
	cmd := command(t, "flows", "--slice", "1", saved(t, t.TempDir(), "a.pcap", traffic(t, 5000, 1)))
	out, err := cmd.StdoutPipe() // nobody continues reading, so that the command blocks
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	_, err = out.Read(make([]byte, 1))
	require.NoError(t, err)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = cmd.Process.Wait()
	}()
	for range 200 {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-ended:
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatal("the command did not end")
}

func TestClosedPipe(t *testing.T) {
	cmd := command(t, "flows", "--slice", "1", saved(t, t.TempDir(), "a.pcap", traffic(t, 5000, 1)))
	r, w, err := os.Pipe()
	require.NoError(t, err)
	cmd.Stdout = w
	go func() {
		_, _ = io.CopyN(io.Discard, r, 100)
		r.Close()
	}()
	got := execute(t, cmd)
	w.Close()
	require.Equal(t, exitPipe, got.status)
	require.Empty(t, got.err)
}

// TestFullDisk limits the size of files, so that a write ends in the middle of a row.
func TestFullDisk(t *testing.T) {
	in := saved(t, t.TempDir(), "a.pcap", traffic(t, 5000, 1))
	out := filepath.Join(t.TempDir(), "flows.csv")
	all := good(t, "flows", "--slice", "1", in)
	for _, how := range []string{`exec "$@" -o ` + out, `exec "$@" > ` + out, `echo before > ` + out + `; exec "$@" >> ` + out} {
		inner := command(t, "flows", "--quiet", "--slice", "1", in)
		cmd := exec.Command("sh", append([]string{"-c", "ulimit -f 150; " + how, "sh"}, inner.Args...)...)
		cmd.Env = inner.Env
		got := execute(t, cmd)
		require.Equal(t, exitFailure, got.status, got.err)
		require.Regexp(t, `^nfstream: writing flows: write \S+: file too large\n$`, got.err)
		text, err := os.ReadFile(out)
		require.NoError(t, err)
		written := strings.TrimPrefix(string(text), "before\n")
		require.Greater(t, len(written), 64<<10)
		require.True(t, strings.HasPrefix(all, written))
		require.True(t, strings.HasSuffix(written, "\n"))
	}
}
