package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/emulate"
)

const root = "../.."

// copied copies the files of the repository that a build needs into a folder.
func copied(t *testing.T, to string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, path)
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata" || d.Name() == "dist"):
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		case !d.Type().IsRegular() || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), text, 0o644)
	})
	require.NoError(t, err)
}

// TestReproducible builds the release of a target in two folders.
func TestReproducible(t *testing.T) {
	corpus.Maintain(t)
	emulate.Skip(t, "way to start programs of its own machine")
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	copied(t, elsewhere)
	chosen, err := choose("linux_mipsle,windows_amd64")
	require.NoError(t, err)
	outs := [2]string{}
	for i, folder := range []string{root, elsewhere} {
		outs[i] = t.TempDir()
		r := release{folder: folder, version: "v0.0.1", commit: "0123456789abcdef", time: time.Unix(1_700_000_000, 0).UTC()}
		require.NoError(t, r.write(outs[i], chosen))
	}
	names, err := os.ReadDir(outs[0])
	require.NoError(t, err)
	require.Len(t, names, 9, "of each program two archives, a package and a bill of materials, and the checksums")
	for _, n := range names {
		a, err := os.ReadFile(filepath.Join(outs[0], n.Name()))
		require.NoError(t, err)
		b, err := os.ReadFile(filepath.Join(outs[1], n.Name()))
		require.NoError(t, err)
		require.True(t, bytes.Equal(a, b), "%s is not the same", n.Name())
	}
	checkRelease(t, outs[0])
}

func checkRelease(t *testing.T, dir string) {
	t.Helper()
	sums, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	require.NoError(t, err)
	require.Len(t, strings.Split(strings.TrimSpace(string(sums)), "\n"), 8)
	text, err := os.ReadFile(filepath.Join(dir, "nfstream_v0.0.1.cdx.json"))
	require.NoError(t, err)
	var b bill
	require.NoError(t, json.Unmarshal(text, &b))
	require.Regexp(t, `^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, b.Serial)
	require.Greater(t, len(b.Components), 4)
	require.Len(t, b.Metadata.Component.Parts, 3)
	files := untarred(t, filepath.Join(dir, "nfstream_v0.0.1_linux_mipsle.tar.gz"))
	for _, name := range []string{"nfstream", "LICENSE", "NOTICE", "README.md", "THIRD_PARTY.txt",
		"completions/nfstream.bash", "completions/_nfstream", "completions/nfstream.fish", "completions/nfstream.ps1"} {
		require.NotEmpty(t, files["nfstream_v0.0.1_linux_mipsle/"+name], name)
	}
	require.Contains(t, string(files["nfstream_v0.0.1_linux_mipsle/THIRD_PARTY.txt"]), "The Go Authors")
	program := saved(t, files["nfstream_v0.0.1_linux_mipsle/nfstream"])
	require.NoError(t, checkStatic(program, target{"linux", "mipsle", "softfloat"}))
	files = untarred(t, filepath.Join(dir, "nfstream-full_v0.0.1_linux_mipsle.tar.gz"))
	for _, name := range []string{"nfstream-full", "NOTICE", "nfstream-full.1",
		"completions/nfstream-full.bash", "completions/_nfstream-full"} {
		require.NotEmpty(t, files["nfstream-full_v0.0.1_linux_mipsle/"+name], name)
	}
	require.Contains(t, string(files["nfstream-full_v0.0.1_linux_mipsle/THIRD_PARTY.txt"]), "github.com/apache/arrow-go")
	require.FileExists(t, filepath.Join(dir, "nfstream-full_0.0.1_mipsel.deb"))
}

func TestDebianVersions(t *testing.T) {
	for version, want := range map[string]string{"v1.2.3": "1.2.3", "v1.2.3-rc.1": "1.2.3~rc.1", "v1.2.3-4-gabcdef0": "1.2.3+4.gabcdef0",
		"2211b02": "0.0.0+2211b02"} {
		require.Equal(t, want, debianVersion(version))
	}
}

// The core and what is tagged with it require each other in one version.
func TestRequireEachOther(t *testing.T) {
	dir := t.TempDir()
	copied(t, dir)
	require.NoError(t, requireEachOther(dir, "v1.2.3"))
	for _, module := range nested {
		text, err := os.ReadFile(filepath.Join(dir, module, "go.mod"))
		require.NoError(t, err)
		require.Contains(t, string(text), modulePath+" v1.2.3", module)
		require.Contains(t, string(text), modulePath+" => ../..", module)
		require.NotContains(t, string(text), " v0.0.0\n", module)
	}
	require.Error(t, requireEachOther(dir, "1.2.3"))
}

// The full program is for machines whose order of bytes its libraries know.
func TestTargetsOfTheFullProgram(t *testing.T) {
	require.Len(t, small.of(targets), 20)
	require.Len(t, full.of(targets), 17)
}

func saved(t *testing.T, content []byte) string {
	path := filepath.Join(t.TempDir(), "program")
	require.NoError(t, os.WriteFile(path, content, 0o755))
	return path
}

func untarred(t *testing.T, path string) map[string][]byte {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	files := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		require.NoError(t, err)
		require.Equal(t, int64(1_700_000_000), h.ModTime.Unix())
		files[h.Name], err = io.ReadAll(r)
		require.NoError(t, err)
	}
}

func TestTargets(t *testing.T) {
	require.Len(t, targets, 20)
	names := map[string]bool{}
	for _, target := range targets {
		require.False(t, names[target.name()])
		names[target.name()] = true
	}
	_, err := choose("linux_vax")
	require.ErrorContains(t, err, `unknown target "linux_vax"`)
}

func TestLicences(t *testing.T) {
	for text, want := range map[string]string{
		"Apache License\n  Version 2.0, January 2004":                                                               "Apache-2.0",
		"Permission is hereby granted, free of\n charge, to any person obtaining a copy of":                         "MIT",
		"Redistributions in binary form must reproduce ... may be used to endorse or promote products derived from": "BSD-3-Clause",
		"Redistributions in binary form must reproduce":                                                             "BSD-2-Clause",
		"GNU Lesser General Public License":                                                                         "",
		"Mozilla Public License Version 2.0, Apache License":                                                        "",
		"All rights reserved.": "",
	} {
		require.Equal(t, want, classify(text), text)
	}
	require.Error(t, new(module).read(t.TempDir()))
}
