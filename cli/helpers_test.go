package cli

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/internal/emulate"
)

// asCommand makes the test binary act as the command, in a separate process.
const asCommand = "NFSTREAM_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		Main()
	}
	os.Exit(m.Run())
}

// outcome is the output and the exit status of a run of the command.
type outcome struct {
	out, err string
	status   int
}

func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	emulate.Skip(t, "way to start this program again")
	binary, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	return cmd
}

// execute runs the command in a separate process.
func execute(t *testing.T, cmd *exec.Cmd) outcome {
	t.Helper()
	var out, err bytes.Buffer
	if cmd.Stdout == nil {
		cmd.Stdout = &out
	}
	cmd.Stderr = &err
	failed := cmd.Run()
	if failed != nil {
		require.True(t, errors.As(failed, new(*exec.ExitError)), "%v", failed)
	}
	return outcome{out.String(), err.String(), cmd.ProcessState.ExitCode()}
}

// inside runs the command in this process.
func inside(args ...string) outcome {
	var out, err bytes.Buffer
	status := Run(args, &out, &err)
	return outcome{out.String(), err.String(), status}
}

// good runs the command in this process, requires success, and returns its output.
func good(t *testing.T, args ...string) string {
	t.Helper()
	got := inside(args...)
	require.Zero(t, got.status, got.err)
	return got.out
}

// traffic returns a capture of n packets.
func traffic(t *testing.T, packets int, seed uint64) []byte {
	t.Helper()
	var pcap bytes.Buffer
	_, err := workload.Write(&pcap, workload.Options{Name: "mix", Packets: packets, Seed: seed})
	require.NoError(t, err)
	return pcap.Bytes()
}

// saved writes a file into a folder of the test.
func saved(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

func sample(t *testing.T) string { return saved(t, t.TempDir(), "sample.pcap", traffic(t, 2000, 1)) }

func records(t *testing.T, text string) [][]string {
	t.Helper()
	r, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	return r
}
