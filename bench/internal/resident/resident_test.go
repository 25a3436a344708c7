package resident

import (
	"os/exec"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPeaks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not tell")
	}
	const least, most = 100 << 10, 100 << 30 // a unit that is wrong by 1024 is beyond one of them
	require.Greater(t, OwnPeak(), int64(least))
	require.Less(t, OwnPeak(), int64(most))
	cmd := exec.Command("go", "version")
	require.NoError(t, cmd.Run())
	require.Greater(t, Peak(cmd.ProcessState), int64(least))
	require.Less(t, Peak(cmd.ProcessState), int64(most))
}
