package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

// history is a repository with a module.
type history struct {
	t   *testing.T
	dir string
}

func (h history) git(args ...string) {
	h.t.Helper()
	identity := []string{"-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"}
	_, err := output(h.dir, append(append([]string{"git"}, identity...), args...)...)
	require.NoError(h.t, err)
}

// commit commits a module with the given path and Go file.
func (h history) commit(path, code string) {
	h.t.Helper()
	for name, text := range map[string]string{"go.mod": "module " + path + "\n\ngo 1.26\n", "a.go": "package a\n\n" + code + "\n"} {
		require.NoError(h.t, os.WriteFile(filepath.Join(h.dir, name), []byte(text), 0o600))
	}
	h.git("add", ".")
	h.git("commit", "-q", "-m", "A change")
}

func (h history) compared() (string, error) {
	var out bytes.Buffer
	err := run(h.dir, &out)
	return out.String(), err
}

func TestChanges(t *testing.T) {
	if testing.Short() {
		t.Skip("builds apidiff")
	}
	emulate.Skip(t, "go and git to run")
	if _, err := output(".", "go", "mod", "download", "golang.org/x/exp@"+release); err != nil {
		t.Skip("apidiff cannot be had here:", err)
	}
	h := history{t, t.TempDir()}
	h.git("init", "-q")
	const before, added, removed = "func A() {}", "func A() {}\nfunc B() {}", "func B() {}"
	h.commit("example.org/a", before)
	got, err := h.compared()
	require.NoError(t, err)
	require.Equal(t, "API: no version tag yet\n", got)

	h.git("tag", "v0.3.0")
	h.git("tag", "other")
	got, err = h.compared()
	require.NoError(t, err)
	require.Equal(t, "API: no change since v0.3.0\n", got)

	h.commit("example.org/a", removed)
	got, err = h.compared()
	require.NoError(t, err, "v0 promises nothing")
	require.Contains(t, got, "Incompatible changes:\n- A: removed\nCompatible changes:\n- B: added\n")

	h.git("tag", "v1.0.0")
	h.commit("example.org/a", added)
	got, err = h.compared()
	require.NoError(t, err)
	require.Equal(t, "API: changes since v1.0.0\nCompatible changes:\n- A: added\n", got)

	h.commit("example.org/a", before)
	got, err = h.compared()
	require.ErrorContains(t, err, "incompatible changes since v1.0.0")
	require.Contains(t, got, "- B: removed\n")

	h.commit("example.org/a/v2", before)
	_, err = h.compared()
	require.NoError(t, err, "another path is another module")
}

func TestPromises(t *testing.T) {
	for tag, want := range map[string]bool{"v0.9.1": false, "v1.0.0": true, "v1.0.0-rc.1": false, "v12.3.4": true} {
		require.Equal(t, want, promises(tag), tag)
	}
}
