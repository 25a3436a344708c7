package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

// table is what benchstat prints.
const table = `goos: linux
goarch: amd64
pkg: example.org/m/a
cpu: Some CPU @ 2.00GHz
,base,,head,,,
,sec/op,CI,sec/op,CI,vs base,P
Slower/x=1-2,1e-08,3%,1.2e-08,1%,+20.00%,p=0.002 n=6
Chance-2,1e-08,3%,1.2e-08,1%,~,p=0.093 n=6
Little-2,1e-08,3%,1.02e-08,1%,+2.00%,p=0.002 n=6
Faster-2,1e-08,3%,0.5e-08,1%,-50.00%,p=0.002 n=6
New-2,,,1e-08,1%
geomean,1e-08,,1.1e-08,,+10.00%,

,base,,head,,,
,allocs/op,CI,allocs/op,CI,vs base,P
Slower/x=1-2,0,0%,2,0%,?,p=0.002 n=6
Chance-2,0,0%,0,0%,~,p=1.000 n=6

pkg: example.org/m/b
,base,,head,,,
,B/op,CI,B/op,CI,vs base,P
Amortised-2,3,0%,6,0%,+100.00%,p=0.002 n=6
Larger-2,64,0%,128,0%,+100.00%,p=0.002 n=6

,base,,head,,,
,B/s,CI,B/s,CI,vs base,P
Larger-2,64,0%,128,0%,+100.00%,p=0.002 n=6
`

func TestWorse(t *testing.T) {
	changes, err := parseStat(strings.NewReader(table))
	require.NoError(t, err)
	require.Len(t, changes, 9)
	c := config{worse: 5, alpha: 0.05}
	worse := c.worseOf(changes)
	require.Equal(t, []change{
		{"example.org/m/a", "Slower/x=1-2", "sec/op", 1e-8, 1.2e-8, 0.002},
		{"example.org/m/a", "Slower/x=1-2", "allocs/op", 0, 2, 0.002},
		{"example.org/m/b", "Larger-2", "B/op", 64, 128, 0.002},
	}, worse)
	require.Equal(t, "example.org/m/a Slower/x=1-2: 1e-08 to 1.2e-08 sec/op, +20.0 % (p=0.002)", worse[0].String())
	require.Equal(t, map[string]string{"example.org/m/a": "^BenchmarkSlower$", "example.org/m/b": "^BenchmarkLarger$"},
		patterns(worse))
	require.Equal(t, worse[2:], both(worse, changes[7:]))
}

func TestParseStatRefuses(t *testing.T) {
	_, err := parseStat(iotestReader{})
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

type iotestReader struct{}

func (iotestReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

const results = `goos: linux
goarch: amd64
pkg: example.org/m/a
cpu: AMD EPYC 7B13 (64-Core)
BenchmarkX/b-2   	  10	  5.0 ns/op
BenchmarkX/a-2   	  10	  6.0 ns/op
PASS
goos: linux
goarch: amd64
pkg: example.org/m/b
cpu: AMD EPYC 7B13 (64-Core)
BenchmarkY-2   	  10	  5.0 ns/op
PASS
goos: linux
goarch: amd64
pkg: example.org/m/a
BenchmarkX/b-2   	  10	  7.0 ns/op
`

func TestBaseline(t *testing.T) {
	name, err := kind([]byte(results))
	require.NoError(t, err)
	require.Equal(t, "linux-amd64-amd-epyc-7b13-64-core", name)
	_, err = kind(nil)
	require.Error(t, err)
	require.Equal(t, `goos: linux
goarch: amd64
cpu: AMD EPYC 7B13 (64-Core)
pkg: example.org/m/a
BenchmarkX/b-2 10 5.0 ns/op
BenchmarkX/b-2 10 7.0 ns/op
BenchmarkX/a-2 10 6.0 ns/op
pkg: example.org/m/b
BenchmarkY-2 10 5.0 ns/op
`, string(sorted(results)))
}

func TestParse(t *testing.T) {
	c, err := parse(nil, io.Discard)
	require.NoError(t, err)
	require.Equal(t, []string{"./..."}, c.packages)
	require.True(t, c.leaves("example.org/m/capture/live"))
	require.False(t, c.leaves("example.org/m/capture"))
	c, err = parse([]string{"-base", "v1", "-count", "4", "./table", "."}, io.Discard)
	require.NoError(t, err)
	require.Equal(t, []string{"./table", "."}, c.packages)
	for _, args := range [][]string{{"-count", "3"}, {"-count", "0", "-baseline", "x"}, {"-worse", "much"}} {
		_, err = parse(args, io.Discard)
		require.Error(t, err, args)
	}
	require.Equal(t, "HEAD~1", lastChange(""))
	require.Equal(t, "HEAD", lastChange(" M go.mod"))
}

// TestTrees builds the benchmarks of two commits of a repository, and runs them in turn.
func TestTrees(t *testing.T) {
	emulate.Skip(t, "way to start programs of its own kind")
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	root, folder := t.TempDir(), t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(text), 0o600))
	}
	git := func(args ...string) {
		who := []string{"-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"}
		_, err := output(t.Context(), root, "git", append(who, args...)...)
		require.NoError(t, err)
	}
	const bench = "package m\n\nimport \"testing\"\n\nfunc Benchmark%(b *testing.B) {}\n"
	write("go.mod", "module example.org/m\n\ngo 1.25\n")
	write("m.go", "package m\n")
	write("m_test.go", strings.ReplaceAll(bench, "%", "Old"))
	git("init", "-q")
	git("add", ".")
	git("commit", "-qm", "One")
	write("m_test.go", strings.ReplaceAll(bench, "%", "New"))

	now := &tree{name: "head", root: root}
	revision, err := now.revision(t.Context())
	require.NoError(t, err)
	require.Equal(t, "HEAD", revision)
	base, remove, err := now.checkOut(t.Context(), revision, folder)
	require.NoError(t, err)
	c := config{bench: ".", benchtime: "1x", rounds: 2, packages: []string{"./..."}}
	for _, tree := range []*tree{base, now} {
		require.NoError(t, tree.build(t.Context(), folder, &c))
	}
	paths := shared(base, now)
	require.Equal(t, []string{"example.org/m"}, paths)
	require.NoError(t, c.takeTurns(t.Context(), paths, func(string) string { return "." }, io.Discard, base, now))
	require.Equal(t, 2, strings.Count(base.results.String(), "BenchmarkOld"))
	require.Equal(t, 2, strings.Count(now.results.String(), "BenchmarkNew"))
	remove()
	require.NoDirExists(t, base.root)

	_, _, err = now.checkOut(t.Context(), "nonsense", folder)
	require.ErrorContains(t, err, "nonsense")
	done, cancel := context.WithCancel(t.Context())
	cancel()
	require.Error(t, c.takeTurns(done, paths, func(string) string { return "." }, io.Discard, now))
}
