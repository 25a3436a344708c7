package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// CAP_NET_RAW is sufficient to capture. Without it the error says how to grant it.
func TestLiveAsAnOrdinaryUser(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root grants capabilities")
	}
	setcap, err := exec.LookPath("setcap")
	if err != nil {
		t.Skip("this needs setcap")
	}
	dir, err := os.MkdirTemp("", "nfstream")
	require.NoError(t, err)
	defer os.RemoveAll(dir)
	require.NoError(t, os.Chmod(dir, 0o755))
	own, err := os.Executable()
	require.NoError(t, err)
	text, err := os.ReadFile(own)
	require.NoError(t, err)
	program := filepath.Join(dir, "nfstream")
	require.NoError(t, os.WriteFile(program, text, 0o755))
	const nobody = 65534
	run := func() ([]byte, error) {
		cmd := command(t, "flows", "--duration", "200ms", "--workers", "2", "lo")
		cmd.Path, cmd.Dir = program, dir
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		cmd.WaitDelay = time.Second
		return cmd.CombinedOutput()
	}
	out, err := run()
	require.Error(t, err)
	require.Contains(t, string(out), "setcap cap_net_raw+ep "+program)
	if out, err := exec.Command(setcap, "cap_net_raw+ep", program).CombinedOutput(); err != nil {
		t.Skipf("capabilities of files are refused: %s", out)
	}
	out, err = run()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "stopped by --duration")
}
