package arch

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// familiesOf returns the names of the families of protocols: the packages beneath l7 that a tag leaves out.
func familiesOf(t *testing.T) (names []string) {
	files, err := filepath.Glob(filepath.Join(root(t), "l7", "*", "family*.go"))
	require.NoError(t, err)
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		if len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	require.NotEmpty(t, names)
	return names
}

// A family has a file with its list of protocols, and one for builds without it.
func TestFamiliesCanBeLeftOut(t *testing.T) {
	for _, name := range familiesOf(t) {
		require.NotEqual(t, "vendor", name, "module archives leave folders of that name out")
		tag := "nfstream_no_" + name
		for file, constraint := range map[string]string{"family.go": "!" + tag, "family_off.go": tag} {
			text, err := os.ReadFile(filepath.Join(root(t), "l7", name, file))
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(string(text), "//go:build "+constraint+"\n"), "l7/%s/%s", name, file)
			require.Contains(t, string(text), "func Protos() []l7.Proto {", "l7/%s/%s", name, file)
		}
		list, err := os.ReadFile(filepath.Join(root(t), "l7", "all", "families.go"))
		require.NoError(t, err)
		require.Contains(t, string(list), "\t"+name+".Protos(),", "l7/all/families.go lists no %s", name)
	}
}

// The list of protocols builds without each of the families, and the command without any.
func TestBuildsWithoutFamilies(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles much")
	}
	var tags []string
	for _, name := range familiesOf(t) {
		tags = append(tags, "nfstream_no_"+name)
		build(t, tags[len(tags)-1], "./l7/"+name, "./l7/all")
	}
	build(t, strings.Join(tags, ","), "./cli", "./cmd/nfstream")
	build(t, strings.Join(append(tags, "tiny"), ","), "./cli", "./cmd/nfstream")
}

// build compiles several packages, and so links none.
func build(t *testing.T, tags string, pkgs ...string) {
	t.Helper()
	cmd := exec.Command("go", append([]string{"build", "-pgo=off", "-tags", tags}, pkgs...)...)
	cmd.Dir = root(t)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s: %s", tags, out)
}
