package arch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/nfstream/nfstream-go"

// level orders the packages: each imports only those of lower levels, or beneath itself. Packages that are not listed
// take the level of the longest prefix that is.
var level = map[string]int{
	"flowkey": 0, "l7/wire": 0, "internal/anonymize": 0, "internal/corpus": 0, "internal/arch": 0, "internal/mmdbtest": 0,
	"internal/release": 0, "internal/sizes": 0, "internal/python": 0,
	"internal/cells": 0, "internal/rows": 0, "internal/jsontext": 0, "internal/near": 0,
	"categories/internal/hosthash": 0, "categories/internal/stanza": 0, "categories/internal/gen": 1, "categories": 2,
	"categories/rules": 4,
	"packet":           10,
	"capture":          20, "capture/live": 22, "capture/filter": 18,
	// The engine, and the protocols on it; QUIC reads the TLS within.
	"l7": 12, "l7/tls": 14, "l7/http": 14, "l7/dns": 14, "l7/ssh": 14, "l7/tor": 14, "l7/quic": 15,
	"l7/socks": 14, "l7/proxy": 14, "l7/ssdp": 15,
	"l7/network":  14,
	"l7/tls/spec": 16, "l7/l7test": 20, "l7/all": 25,
	"flow": 30, "table": 40,
	"":             50, // the root: package nfstream
	"internal/gen": 55, "internal/rows/rowstest": 66, "internal/output": 55,
	"sink": 60, "plugins": 60, "examples": 80,
	"internal/emulate": 0, "internal/emulate/run": 1,
	"bench/workload": 65, "bench/internal": 65, "bench": 70, "cli": 70, "internal/readme": 75, "cmd": 80,
}

func levelOf(pkg string) (int, bool) {
	for p := pkg; ; {
		if l, ok := level[p]; ok && (p != "" || pkg == "") {
			return l, true
		}
		i := strings.LastIndexByte(p, '/')
		if i < 0 {
			return 0, false
		}
		p = p[:i]
	}
}

type goPackage struct {
	ImportPath string
	Imports    []string
	GoFiles    []string
	Dir        string
	Name       string
	Doc        string
}

func packages(t *testing.T, args ...string) []goPackage {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-pgo=off", "-json=ImportPath,Imports,GoFiles,Dir,Name,Doc"}, args...)...)
	cmd.Dir = root(t)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	require.NoError(t, err)
	var all []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else {
			require.NoError(t, err)
		}
		all = append(all, p)
	}
}

func root(t *testing.T) string {
	dir, err := filepath.Abs("../..")
	require.NoError(t, err)
	return dir
}

func TestImportsPointOneWay(t *testing.T) {
	for _, p := range packages(t, "./...") {
		own := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		high, ok := levelOf(own)
		require.True(t, ok, "%s has no place in the house: give it a level", own)
		for _, path := range p.Imports {
			other, inside := strings.CutPrefix(path, module)
			if !inside {
				continue
			}
			other = strings.TrimPrefix(other, "/")
			low, ok := levelOf(other)
			require.True(t, ok, "%s has no level", other)
			beneath := strings.HasPrefix(other, own+"/") && own != ""
			require.True(t, low < high || beneath, "%s imports %s, which is not below it", p.ImportPath, path)
		}
	}
}

// What a program links that imports the library: no command-line, terminal or test package, and no web server.
func TestTheLibraryLinksLittle(t *testing.T) {
	for _, p := range packages(t, "-deps", ".", "./sink/csv", "./sink/json", "./sink/table") {
		for _, heavy := range []string{"net/http", "text/template", "html/template", "testing", "github.com/spf13/",
			"github.com/stretchr/", "log/slog", "go.yaml.in/",
			"github.com/schollz/", "github.com/gopacket/gopacket/layers"} {
			require.False(t, p.ImportPath == heavy || strings.HasSuffix(heavy, "/") &&
				strings.HasPrefix(p.ImportPath, heavy),
				"the library links %s", p.ImportPath)
		}
	}
}

func TestNoCgo(t *testing.T) {
	eachGoFile(t, func(path string, _ []byte) {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, i := range f.Imports {
			require.NotEqual(t, `"C"`, i.Path.Value, path)
		}
	})
}

func TestEveryPackageSaysItsJob(t *testing.T) {
	for _, p := range packages(t, "./...") {
		require.NotEmpty(t, p.Doc, "%s has no doc comment", p.ImportPath)
	}
}

// Files are short enough to find things in, and their lines to read, but for generated tables.
func TestFilesAreReadable(t *testing.T) {
	eachGoFile(t, func(path string, text []byte) {
		if strings.HasSuffix(path, "_gen.go") {
			return
		}
		lines := 0
		for s := bufio.NewScanner(bytes.NewReader(text)); s.Scan(); lines++ {
			width := len([]rune(strings.ReplaceAll(s.Text(), "\t", "  ")))
			require.LessOrEqual(t, width, 140, "%s:%d", path, lines+1)
		}
		if !strings.HasSuffix(path, "_test.go") {
			require.LessOrEqual(t, lines, 600, path)
		}
	})
}

func eachGoFile(t *testing.T, visit func(path string, text []byte)) {
	err := filepath.WalkDir(root(t), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil {
			visit(path, text)
		}
		return err
	})
	require.NoError(t, err)
}
