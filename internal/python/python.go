// Package python finds the Python interpreter that tests read rows with.
package python

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Frames are the modules that read tables of rows: what .ci/python installs.
var Frames = []string{"pandas", "polars", "duckdb", "pyarrow"}

// Interpreter returns the path of a Python that has the given modules: that of the environment variable
// NFSTREAM_PYTHON, or else python3. It skips the test where that lacks one of them; on CI it fails.
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
	reason := "needs Python with " + strings.Join(modules, ", ") + " (.ci/python makes one; NFSTREAM_PYTHON names it): "
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	reason += err.Error() + " " + lines[len(lines)-1]
	if os.Getenv("CI") == "true" {
		t.Fatal(reason)
	}
	t.Skip(reason)
	return ""
}
