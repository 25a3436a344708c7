package parquet_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// forMachine returns a command of go for another machine.
func forMachine(arch string, args ...string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0", "GOMIPS=softfloat", "GOARCH="+arch)
	return cmd
}

// The file that does not compile belongs to the package on the machines that are big endian, but s390x.
func TestMachines(t *testing.T) {
	for arch, refused := range map[string]bool{"mips": true, "mips64": true, "ppc64": true, "s390x": false, "mipsle": false,
		"mips64le": false,
		"ppc64le":  false, "amd64": false, "386": false, "arm": false, "arm64": false, "riscv64": false, "loong64": false} {
		out, err := forMachine(arch, "list", "-f", "{{.GoFiles}}", ".").Output()
		require.NoError(t, err, arch)
		require.Equal(t, refused, strings.Contains(string(out), "endian.go"), arch)
	}
}

// A big-endian machine is refused when the program is built, not when its files are read.
func TestBigEndian(t *testing.T) {
	if testing.Short() {
		t.Skip("builds for another machine")
	}
	out, err := forMachine("mips", "build", ".").CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "Parquet_files_would_be_wrong_on_this_big_endian_machine_so_write_CSV_or_JSON_there")
}

// The small program, which has no Parquet, works there and names the other one. `make qemu` compares its rows too.
func TestSmallProgramOnBigEndian(t *testing.T) {
	qemu, err := exec.LookPath("qemu-mips-static")
	if err != nil || os.Getenv("NFSTREAM_LARGE") == "" {
		t.Skip("needs NFSTREAM_LARGE=1 and qemu-user-static")
	}
	program := filepath.Join(t.TempDir(), "nfstream")
	out, err := forMachine("mips", "build", "-o", program, "github.com/nfstream/nfstream-go/cmd/nfstream").CombinedOutput()
	require.NoError(t, err, "%s", out)
	capture := "../../testdata/web.pcap"
	rows, err := exec.Command(qemu, program, "flows", "-q", capture).Output()
	require.NoError(t, err)
	require.Greater(t, strings.Count(string(rows), "\n"), 1)
	out, err = exec.Command(qemu, program, "flows", "-o", filepath.Join(t.TempDir(), "a.parquet"), capture).CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "a.parquet: parquet needs nfstream-full")
}
