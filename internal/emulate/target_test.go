package emulate

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFind(t *testing.T) {
	all, err := Find("all")
	require.NoError(t, err)
	require.Len(t, all, 7)
	two, err := Find("mips, amd64")
	require.NoError(t, err)
	require.Equal(t, []Target{all[0], AMD64}, two)
	for _, names := range []string{"", "mips,", "vax"} {
		_, err = Find(names)
		require.ErrorContains(t, err, "want all, amd64, mips, ", names)
	}
}

func TestEnvironment(t *testing.T) {
	mips, err := Find("mips")
	require.NoError(t, err)
	require.Subset(t, mips[0].Environ(), []string{"CGO_ENABLED=0", "GOOS=linux", "GOARCH=mips", "GOMIPS=softfloat"})
}

// A program is run by the emulator of its machine, or directly on the machine itself.
func TestCommand(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("PATH", folder)
	for _, m := range append(targets, AMD64) {
		if m.Native() {
			cmd, err := m.Command(t.Context(), "/program", "a")
			require.NoError(t, err)
			require.Equal(t, []string{"/program", "a"}, cmd.Args)
			continue
		}
		_, err := m.Command(t.Context(), "/program")
		require.ErrorContains(t, err, m.Name+" programs need Debian's qemu-user-static")

		path := filepath.Join(folder, "qemu-"+m.qemu+"-static")
		require.NoError(t, os.WriteFile(path, nil, 0o755))
		cmd, err := m.Command(t.Context(), "/program", "a")
		require.NoError(t, err)
		require.Equal(t, []string{path, "/program", "a"}, cmd.Args)
	}
}

// Tests on this machine itself are not skipped.
func TestEmulated(t *testing.T) {
	switch runtime.GOARCH {
	case "amd64", "386":
		require.False(t, emulated())
	default:
		t.Skip("an emulator may run this")
	}
}
