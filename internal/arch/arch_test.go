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
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/nfstream/nfstream-go"

// level orders the packages: each imports only those of lower levels, or beneath itself. Packages that are not listed
// take the level of the longest prefix that is; an asterisk stands for one element of a path that has no entry itself.
var level = map[string]int{
	"flowkey": 0, "risk": 0, "l7/wire": 0, "internal/heap": 0, "internal/dga": 0, "internal/dga/gen": 1,
	"l7/metadata": 2, "internal/anonymize": 0,
	"internal/corpus": 0, "internal/arch": 0, "internal/mmdbtest": 0, "internal/mmdb": 0,
	"internal/release": 0, "internal/sizes": 0, "internal/python": 0, "internal/apichanges": 0,
	"internal/cells": 0, "internal/rows": 0, "internal/jsontext": 0, "internal/near": 0, "internal/fingerprint": 0,
	"internal/magic": 0, "internal/injection": 0,
	"categories/internal/hosthash": 0, "categories/internal/stanza": 0, "categories/internal/gen": 1, "categories": 2,
	"categories/rules": 4,
	"packet":           10,
	"capture":          20, "capture/live": 22, "capture/filter": 18,
	"packet/gopacketlayers": 11, "capture/gopacketsource": 21, "capture/live/internal/gopacketengine": 23, "capture/live/afpacket": 24,
	"capture/live/pcapgo": 24,
	// The engine, and the protocols and families of protocols on it, which importsProtocol is about.
	"l7/label": 8,
	"l7":       12, protocols: 14,
	"l7/tls/spec": 16, "l7/l7test": 20, "l7/all": 25,
	"internal/risks": 36, "internal/risks/riskstest": 46, "internal/where": 37, "internal/pcapng": 11,
	// A flow knows its record, its label and its metadata, and not the engine.
	"internal/record": 11, "flow": 12, "internal/expect": 14, "column": 35, "table": 40,
	// A run: what memory it takes, what classifies its flows, and the run itself.
	"internal/budget": 42, "internal/classify": 42, "internal/meter": 44,
	"":             50, // the root: package nfstream
	"internal/gen": 55, "internal/rows/rowstest": 66, "internal/output": 55,
	"sink": 45, "sink/kafka": 56, "plugins": 60, "examples": 80, "examples/internal": 78, "examples/internal/schematest": 79,
	"internal/emulate": 0, "internal/emulate/run": 1,
	"bench/workload": 65, "bench/internal": 65, "bench": 70, "cli": 70, "cli/internal/yaml": 68, "internal/readme": 75, "cmd": 80, "test": 80,
}

// protocols are the packages of the protocols, each of one or of a family.
const protocols = "l7/*"

func levelOf(pkg string) (int, bool) {
	l, ok := level[placeOf(pkg)]
	return l, ok
}

// placeOf returns the entry of level that a package falls under, or one that is not there.
func placeOf(pkg string) string {
	for p := pkg; ; p = path.Dir(p) {
		if _, ok := level[p]; ok {
			return p
		}
		if !strings.Contains(p, "/") {
			return p
		}
		if pattern := path.Dir(p) + "/*"; level[pattern] != 0 {
			return pattern
		}
	}
}

// protocolOf returns the package of a protocol that pkg is or is beneath, empty if there is none.
func protocolOf(pkg string) string {
	if placeOf(pkg) != protocols {
		return ""
	}
	return strings.Join(strings.SplitN(pkg, "/", 3)[:2], "/")
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
	all := packages(t, "work")
	uses := protocolsUsed(all)
	for _, p := range all {
		own := inModule(p.ImportPath)
		high, ok := levelOf(own)
		require.True(t, ok, "%s has no place in the house: give it a level", own)
		for _, path := range p.Imports {
			if path != module && !strings.HasPrefix(path, module+"/") {
				continue
			}
			other := inModule(path)
			low, ok := levelOf(other)
			require.True(t, ok, "%s has no level", other)
			beneath := strings.HasPrefix(other, own+"/") && own != ""
			require.True(t, low < high || beneath || importsProtocol(own, other, uses),
				"%s imports %s, which is not below it", p.ImportPath, path)
		}
	}
}

// The root is the public API. What runs it is in packages beneath internal, which the root alone imports.
func TestTheRootIsTheAPI(t *testing.T) {
	for _, p := range packages(t, "work") {
		own := inModule(p.ImportPath)
		if own == "" {
			require.LessOrEqual(t, len(p.GoFiles), 15, "the root has %v", p.GoFiles)
			continue
		}
		for _, room := range []string{"internal/budget", "internal/classify", "internal/meter"} {
			require.NotContains(t, p.Imports, module+"/"+room, "%s is for the root alone", room)
		}
	}
}

// The record of a flow is written by the table. Flow shows it to all others by methods.
func TestTheRecordIsInternal(t *testing.T) {
	for _, p := range packages(t, "work") {
		switch own := inModule(p.ImportPath); own {
		case "flow", "table", "column", "internal/meter", "internal/risks/riskstest":
		default:
			require.NotContains(t, p.Imports, module+"/internal/record", own)
		}
	}
}

func inModule(path string) string { return strings.TrimPrefix(strings.TrimPrefix(path, module), "/") }

// protocolsUsed tells of which protocols' packages import those of others.
func protocolsUsed(all []goPackage) map[string]bool {
	uses := map[string]bool{}
	for _, p := range all {
		own := protocolOf(inModule(p.ImportPath))
		for _, path := range p.Imports {
			other := protocolOf(inModule(path))
			uses[own] = uses[own] || other != "" && other != own
		}
	}
	return uses
}

// importsProtocol reports whether a protocol may import the other package as a parser, as QUIC reads the TLS within: one
// that imports no other protocol itself.
func importsProtocol(own, other string, uses map[string]bool) bool {
	from, to := protocolOf(own), protocolOf(other)
	return from != "" && to != "" && (from == to || !uses[to])
}

// A package of a protocol or of a family needs no entry.
func TestProtocolsHaveTheirPlaceByPattern(t *testing.T) {
	for pkg, place := range map[string]string{
		"l7/memcached": protocols, "l7/games": protocols, "l7/games/steam": protocols, "l7/tls": protocols,
		"l7": "l7", "l7/all": "l7/all", "l7/l7test": "l7/l7test", "l7/wire": "l7/wire", "l7/tls/spec": "l7/tls/spec",
		"sink/csv": "sink", "": "", "novelty": "novelty", "internal/novelty": "internal",
	} {
		require.Equal(t, place, placeOf(pkg), pkg)
	}
	require.Equal(t, "l7/games", protocolOf("l7/games/steam"))
	require.Empty(t, protocolOf("l7/wire"))
	uses := map[string]bool{"l7/quic": true}
	require.True(t, importsProtocol("l7/quic", "l7/tls", uses))
	require.True(t, importsProtocol("l7/games", "l7/games/steam", uses))
	require.False(t, importsProtocol("l7/games", "l7/quic", uses), "QUIC imports TLS")
	require.False(t, importsProtocol("l7/games", "l7/all", uses))
	require.False(t, importsProtocol("packet", "l7/tls", uses))
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
	for _, p := range packages(t, "work") {
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
