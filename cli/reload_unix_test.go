//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

// TestHangup changes a file of rules while the command meters. Packets after SIGHUP use the new rules, also after
// another SIGHUP with a mistake in the file.
func TestHangup(t *testing.T) {
	corpus.Whole(t, "a flag here")
	file := saved(t, t.TempDir(), "own.txt", []byte("Hangup One\n  networks 0.0.0.0/0 ::/0\n"))
	cmd := command(t, "flows", "--no-progress", "--rules", file, "--fields", "application_name", "-")
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	stderr, err := cmd.StderrPipe()
	require.NoError(t, err)
	var out bytes.Buffer
	cmd.Stdout = &out
	require.NoError(t, cmd.Start())
	messages := bufio.NewReader(stderr)
	pcap := traffic(t, 5000, 1)
	_, err = in.Write(pcap[:len(pcap)/2]) // more than a pipe buffers, so that the command is running
	require.NoError(t, err)

	hangUp := func(rules string) string {
		require.NoError(t, os.WriteFile(file, []byte(rules), 0o600))
		require.NoError(t, cmd.Process.Signal(syscall.SIGHUP))
		line, err := messages.ReadString('\n')
		require.NoError(t, err)
		return line
	}
	require.Equal(t, "nfstream: rules reloaded: 2 rules\n", hangUp("Hangup Two\n  networks 0.0.0.0/0 ::/0\n"))
	require.Contains(t, hangUp("Hangup Three\n  networks 0.0.0.0/99\n"), file+":2: ")
	line, err := messages.ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "nfstream: the current rules remain in force\n", line)

	_, err = in.Write(pcap[len(pcap)/2:])
	require.NoError(t, err)
	require.NoError(t, in.Close())
	rest, err := io.ReadAll(messages)
	require.NoError(t, err)
	require.NoError(t, cmd.Wait(), string(rest))
	require.Contains(t, out.String(), "Hangup Two\n")
	require.NotContains(t, out.String(), "Hangup Three")
	require.Equal(t, "application_name", strings.SplitN(out.String(), "\n", 2)[0])
}
