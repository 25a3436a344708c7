package arch

import (
	"archive/zip"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// heavy are modules of which neither the core nor who imports it may require one, by prefix.
var heavy = strings.Fields(`github.com/apache/ github.com/parquet-go/ github.com/twmb/ github.com/prometheus/
	github.com/VictoriaMetrics/ github.com/google/flatbuffers google.golang.org/grpc google.golang.org/protobuf
	github.com/pierrec/ github.com/goccy/ github.com/zeebo/`)

// nested are the modules beside the core, by their folders.
func nested(t *testing.T) (folders []string) {
	var work struct{ Use []struct{ DiskPath string } }
	require.NoError(t, json.Unmarshal(goOutput(t, root(t), nil, "work", "edit", "-json"), &work))
	for _, use := range work.Use {
		if use.DiskPath != "." {
			folders = append(folders, strings.TrimPrefix(use.DiskPath, "./"))
		}
	}
	require.NotEmpty(t, folders)
	return folders
}

func goOutput(t *testing.T, dir string, env []string, args ...string) []byte {
	t.Helper()
	var errs strings.Builder
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, append(os.Environ(), env...), &errs
	out, err := cmd.Output()
	require.NoError(t, err, "go %s in %s: %s", strings.Join(args, " "), dir, &errs)
	return out
}

type goMod struct {
	Module  struct{ Path string }
	Go      string
	Require []struct{ Path, Version string }
	Replace []struct{ Old, New struct{ Path string } }
}

func readMod(t *testing.T, folder string) (m goMod) {
	require.NoError(t, json.Unmarshal(goOutput(t, filepath.Join(root(t), folder), nil, "mod", "edit", "-json"), &m))
	return m
}

// Every go.mod belongs to the workspace and to the Makefile's list, is named by its folder, and finds all other modules of
// the repository that it requires in their folders.
func TestModulesAreInTheWorkspace(t *testing.T) {
	folders := nested(t)
	var found []string
	require.NoError(t, filepath.WalkDir(root(t), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "go.mod" && !strings.Contains(path, "testdata") && filepath.Dir(path) != root(t) {
			folder, _ := filepath.Rel(root(t), filepath.Dir(path))
			found = append(found, filepath.ToSlash(folder))
		}
		return err
	}))
	require.ElementsMatch(t, found, folders, "go.work")
	makefile, err := os.ReadFile(filepath.Join(root(t), "Makefile"))
	require.NoError(t, err)
	_, list, _ := strings.Cut(string(makefile), "\nMODULES = . ")
	list, _, _ = strings.Cut(list, "\n")
	require.ElementsMatch(t, found, strings.Fields(list), "Makefile")
	for _, folder := range folders {
		mod := readMod(t, folder)
		require.Equal(t, module+"/"+folder, mod.Module.Path)
		replaced := map[string]string{}
		for _, r := range mod.Replace {
			replaced[r.Old.Path] = r.New.Path
			require.Equal(t, filepath.Join(root(t), inModule(r.Old.Path)), filepath.Join(root(t), folder, r.New.Path), folder)
		}
		for _, r := range mod.Require {
			require.False(t, within(r.Path, module) && replaced[r.Path] == "", "%s replaces no %s", folder, r.Path)
		}
	}
}

// A requirement of several modules has one version, so that the workspace tests what each module is built with.
func TestModulesRequireTheSameVersions(t *testing.T) {
	versions, by := map[string]string{}, map[string]string{}
	for _, folder := range append([]string{"."}, nested(t)...) {
		mod := readMod(t, folder)
		for _, r := range mod.Require {
			if other, ok := versions[r.Path]; ok {
				require.Equal(t, other, r.Version, "%s of %s and of %s", r.Path, by[r.Path], folder)
			}
			versions[r.Path], by[r.Path] = r.Version, folder
		}
		require.Equal(t, readMod(t, ".").Go, mod.Go, "the version of Go in %s", folder)
	}
}

// The core requires none of the libraries of nested modules, neither itself nor by others, and imports no nested module.
func TestTheCoreRequiresNothingHeavy(t *testing.T) {
	for _, line := range strings.Split(string(goOutput(t, root(t), []string{"GOWORK=off"}, "list", "-m", "all")), "\n") {
		requireLight(t, line)
	}
	for _, p := range packages(t, "./...") {
		for _, path := range p.Imports {
			for _, folder := range nested(t) {
				require.False(t, within(path, module+"/"+folder), "%s imports %s", p.ImportPath, path)
			}
		}
	}
}

func requireLight(t *testing.T, line string) {
	t.Helper()
	for _, prefix := range heavy {
		require.False(t, strings.HasPrefix(line, prefix), "required: %s", line)
	}
	for _, folder := range nested(t) {
		require.False(t, strings.HasPrefix(line, module+"/"+folder+" "), "required: %s", line)
	}
}

// Each module builds for itself, as in the module cache of those who import it, where there is no workspace.
func TestModulesBuildWithoutTheWorkspace(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles much")
	}
	for _, folder := range append([]string{"."}, nested(t)...) {
		goOutput(t, filepath.Join(root(t), folder), []string{"GOWORK=off", "CGO_ENABLED=0"}, "build", "./...")
	}
}

// nfstream-full links what it needs of its libraries, and not what these have for other purposes.
func TestTheFullProgramLinksNoMoreThanItNeeds(t *testing.T) {
	for _, p := range packages(t, "-deps", "./cmd/nfstream-full") {
		for _, other := range []string{"testing", "github.com/stretchr", "google.golang.org/grpc", "github.com/apache/thrift",
			"github.com/apache/arrow-go/v18/parquet", gopacket + "/layers"} {
			require.False(t, within(p.ImportPath, other), "nfstream-full links %s", p.ImportPath)
		}
	}
}

// A program that imports the library gets the core by a module proxy, as from a release, and none of the libraries of
// nested modules in its go.mod and go.sum.
func TestImportersGetTheCoreAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("copies the core")
	}
	proxy, importer, cache := t.TempDir(), t.TempDir(), t.TempDir()
	const version = "v0.0.1"
	versions := filepath.Join(proxy, filepath.FromSlash(module), "@v")
	require.NoError(t, os.MkdirAll(versions, 0o755))
	write(t, filepath.Join(versions, "list"), version+"\n")
	write(t, filepath.Join(versions, version+".info"), `{"Version":"`+version+`"}`)
	mod, err := os.ReadFile(filepath.Join(root(t), "go.mod"))
	require.NoError(t, err)
	write(t, filepath.Join(versions, version+".mod"), string(mod))
	zipCore(t, filepath.Join(versions, version+".zip"), module+"@"+version+"/")

	write(t, filepath.Join(importer, "go.mod"), "module importer.example\n\ngo "+readMod(t, ".").Go+"\n\nrequire "+module+" "+version+"\n")
	write(t, filepath.Join(importer, "main.go"), `package main

import (
	_ "`+module+`"
	_ "`+module+`/cli"
	_ "`+module+`/sink/csv"
)

func main() {}
`)
	downloaded := strings.TrimSpace(string(goOutput(t, root(t), nil, "env", "GOMODCACHE"))) + "/cache/download"
	env := []string{"GOWORK=off", "CGO_ENABLED=0", "GOFLAGS=-modcacherw", "GONOSUMDB=" + module, "GOMODCACHE=" + cache,
		"GOPROXY=file://" + filepath.ToSlash(proxy) + ",file://" + filepath.ToSlash(downloaded) + "," +
			strings.TrimSpace(string(goOutput(t, root(t), nil, "env", "GOPROXY")))}
	goOutput(t, importer, env, "mod", "tidy")
	goOutput(t, importer, env, "build", "-o", os.DevNull, ".")
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(importer, name))
		require.NoError(t, err)
		require.Contains(t, string(text), module+" "+version)
		for _, line := range strings.Split(string(text), "\n") {
			requireLight(t, strings.TrimSpace(line))
		}
	}
}

func write(t *testing.T, path, text string) {
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}

// zipCore packs the core as a module proxy does: without the folders of nested modules.
func zipCore(t *testing.T, to, prefix string) {
	f, err := os.Create(to)
	require.NoError(t, err)
	defer f.Close()
	z := zip.NewWriter(f)
	require.NoError(t, filepath.WalkDir(root(t), func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root(t), path)
		if err != nil || d.IsDir() {
			if _, none := os.Stat(filepath.Join(path, "go.mod")); none == nil && rel != "." || d.Name() == ".git" || rel == "testdata" {
				return fs.SkipDir
			}
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		w, err := z.Create(prefix + filepath.ToSlash(rel))
		if err == nil {
			_, err = w.Write(text)
		}
		return err
	}))
	require.NoError(t, z.Close())
}
