package cmdline

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/emulate"
)

// asProgram makes the test binary act as the program.
const asProgram = "NFSTREAM_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		root, _ := newProgram()
		if root.Execute(os.Args[1:], os.Stdout, os.Stderr) != nil {
			os.Exit(2)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// inShell runs a script with program in $PATH and returns its output.
func inShell(t *testing.T, shell, script string) string {
	t.Helper()
	emulate.Skip(t, "way to start this program again")
	path, err := exec.LookPath(shell)
	if err != nil {
		t.Skip("there is no ", shell)
	}
	own, err := os.Executable()
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.Symlink(own, filepath.Join(dir, "program")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "capture.pcap"), nil, 0o600))
	cmd := exec.CommandContext(t.Context(), path, "-c", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asProgram+"=1", "HOME="+dir, "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return string(out)
}

func TestBash(t *testing.T) {
	corpus.Whole(t, "completion")
	out := inShell(t, "bash", `. <(program completion bash)
try() { COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9; _program program; printf '<%s>' "${COMPREPLY[@]}"; echo; }
try "program wo"; try "program w"; try "program work --format=j"; try "program work -f "; try "program work capt"`)
	require.Equal(t, "<work>\n<wait  (Do nothing)><work  (Do it)>\n<json>\n<csv><json>\n<>\n", out)
}

func TestFish(t *testing.T) {
	corpus.Whole(t, "completion")
	out := inShell(t, "fish", `program completion fish | source
for line in "program wo" "program work --format=j" "program work -f " "program work capt" "program wait c"
	complete -C "$line"
end`)
	require.Equal(t, "work\tDo it\n--format=json\ncsv\njson\ncapture.pcap\n", out)
}

// Completion in zsh needs its line editor and a terminal. This test only checks that zsh accepts the script.
func TestZshReadsTheScript(t *testing.T) {
	corpus.Whole(t, "completion")
	out := inShell(t, "zsh", `autoload -Uz compinit && compinit -u -D && . <(program completion zsh) && echo $_comps[program]`)
	require.Equal(t, "_program\n", out)
}
