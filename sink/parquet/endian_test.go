package parquet_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// A big-endian machine is refused when the program is built, not when its files are read.
func TestBigEndianMachinesAreRefused(t *testing.T) {
	for _, arch := range []string{"mips", "mips64", "ppc64"} {
		build := exec.Command("go", "build", "-gcflags=-e", ".")
		build.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0", "GOARCH="+arch)
		out, err := build.CombinedOutput()
		require.Error(t, err, arch)
		require.Contains(t, string(out), "Parquet_files_would_be_wrong_on_this_big_endian_machine_so_write_CSV_or_JSON_there", arch)
	}
}
