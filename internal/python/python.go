// Package python finds a Python interpreter for tests that read rows.
package python

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Frames are the data frame modules that .ci/python installs.
var Frames = []string{"pandas", "polars", "duckdb", "pyarrow"}

// Interpreter returns the path of a Python with the given modules: the environment variable NFSTREAM_PYTHON, or
// python3. It skips the test if that lacks one of them; on CI it fails.
func Interpreter(t testing.TB, modules ...string) string {
	t.Helper()
	path := os.Getenv("NFSTREAM_PYTHON")
	if path == "" {
		path = "python3"
	}
	out, err := exec.Command(path, "-c", "import "+strings.Join(append([]string{"sys"}, modules...), ", ")).CombinedOutput()
	if err == nil {
		return path
	}
	reason := "needs Python with " + strings.Join(modules, ", ") + " (create one with .ci/python and set NFSTREAM_PYTHON): "
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	reason += err.Error() + " " + lines[len(lines)-1]
	if os.Getenv("CI") == "true" {
		t.Fatal(reason)
	}
	t.Skip(reason)
	return ""
}
