package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

// The program has every command of nfstream, each with the plug-in.
func TestProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("links a program")
	}
	corpus.Whole(t, "all commands")
	program := filepath.Join(t.TempDir(), "command")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	capture, err := filepath.Abs("../../testdata/starttls.pcap")
	require.NoError(t, err)
	run := func(args ...string) string {
		out, err := exec.Command(program, args...).Output()
		require.NoError(t, err, "%v", args)
		return string(out)
	}
	const rows = "bidirectional_packets,small_packets\n27,10\n27,10\n"
	require.Contains(t, run("flows", "--quiet", "--fields", "bidirectional_packets,small_packets", capture), rows)
	require.Regexp(t, `(?m)^plugins:\n  small_packets +integer +IP packets of at most 52 bytes$`, run("columns", "plugins"))
	require.Contains(t, run("columns"), "small_packets")
	require.Contains(t, run("__complete", "flows", "--fields", "id,small"), "id,small_packets\n")
	require.Contains(t, run("top", "--once", capture), "192.0.2.20:143")

	settings := filepath.Join(t.TempDir(), "settings.yaml")
	require.NoError(t, os.WriteFile(settings, []byte("sources: ['"+capture+"']\nfields: [bidirectional_packets, small_packets]\n"), 0o600))
	require.Contains(t, run("run", "--config", settings), rows)
}
