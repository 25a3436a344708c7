package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	c, err := parse([]string{"-only", "argus,nfstream", "-workloads", "churn", "-runs", "2"})
	require.NoError(t, err)
	require.Equal(t, []string{"argus", "nfstream"}, c.only)
	require.Equal(t, []string{"churn"}, c.workloads)
	require.True(t, c.ours)
	_, err = parse([]string{"-runs", "0"})
	require.Error(t, err)
}

func TestWanted(t *testing.T) {
	names := func(c config) []string {
		var wanted []string
		for _, p := range programs() {
			if (&bench{config: c}).wanted(p) {
				wanted = append(wanted, p.name)
			}
		}
		return wanted
	}
	require.Len(t, names(config{ours: true}), len(programs()))
	require.Equal(t, []string{"ours", "argus"}, names(config{ours: true, only: []string{"argus"}}))
	require.Equal(t, []string{"ours", "ours-2"}, names(config{ours: true, only: []string{"ours-2"}}))
	require.Equal(t, []string{"argus"}, names(config{only: []string{"argus", "ours-2"}}))
}

func TestVersionLine(t *testing.T) {
	require.Equal(t, "TShark 4.0.17", versionLine("Running as root.\nTShark 4.0.17\nCopyright 1998\n"))
	require.Equal(t, "of unknown version", versionLine("hello\n"))
}

// TestMain lets the test binary stand in for a program that is measured.
func TestMain(m *testing.M) {
	switch os.Getenv("PEERS_TEST") {
	case "work":
		os.Exit(0)
	case "fail":
		io.WriteString(os.Stderr, "no such capture")
		os.Exit(3)
	}
	os.Exit(m.Run())
}

func self(t *testing.T, role string) *exec.Cmd {
	t.Helper()
	path, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(path)
	cmd.Env = append(os.Environ(), "PEERS_TEST="+role)
	return cmd
}

func TestMeasure(t *testing.T) {
	used, err := measure(self(t, "work"))
	require.NoError(t, err)
	require.Positive(t, used.wall)
	require.GreaterOrEqual(t, used.cpu(), used.user)

	_, err = measure(self(t, "fail"))
	require.ErrorContains(t, err, "no such capture")
}

func TestCaptureFromCache(t *testing.T) {
	folder := t.TempDir()
	want := filepath.Join(folder, "mix-7-1.pcap")
	require.NoError(t, os.WriteFile(want, nil, 0o600))
	b := &bench{config: config{cache: folder, packets: 7, seed: 1}, out: io.Discard}
	got, err := b.capture(context.Background(), "mix")
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestNFStreamNeedsFolder(t *testing.T) {
	_, err := findNFStream("0")(context.Background(), &bench{})
	require.ErrorIs(t, err, errMissing)
}

func TestToolMissing(t *testing.T) {
	_, err := tool("a-program-nobody-has", "-h", file)(context.Background(), nil)
	require.ErrorIs(t, err, errMissing)
}
