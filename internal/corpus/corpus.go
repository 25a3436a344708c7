// Package corpus finds and reads captures for tests: those of the repository, and reference captures with results of
// other tools, which are beside the checkout and not part of it.
package corpus

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// root returns the repository's folder.
func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

// Reference returns the path of a file or folder beside the checkout, such as "corpus/pcap". If it is missing, the
// test is skipped; on CI it fails.
func Reference(t testing.TB, path string) string {
	t.Helper()
	full := filepath.Join(root(), "..", "shared", filepath.FromSlash(path))
	if _, err := os.Stat(full); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the reference captures must be there on CI: %v", err)
		}
		t.Skipf("needs the reference captures: %v", err)
	}
	return full
}

// Maintain skips a test that is only needed before releases, unless the environment variable NFSTREAM_MAINTAIN is
// set, as by `make maintain`. Such a test builds programs or takes a minute.
func Maintain(t testing.TB) {
	t.Helper()
	if os.Getenv("NFSTREAM_MAINTAIN") == "" {
		t.Skip("make maintain runs it")
	}
}

// Pcap returns the path of a reference capture, as Reference does.
func Pcap(t testing.TB, name string) string {
	t.Helper()
	return Reference(t, "corpus/pcap/"+name)
}

// Own returns the paths of the repository's own captures.
func Own(t testing.TB) []string {
	t.Helper()
	var paths []string
	for _, pattern := range ownPatterns {
		found, err := filepath.Glob(filepath.Join(root(), "testdata", pattern))
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, found...)
	}
	slices.Sort(paths)
	return paths
}

// AtHand returns the paths of all available captures: the repository's, and the reference captures if they exist.
func AtHand(t testing.TB) []string {
	t.Helper()
	paths := Own(t)
	found, err := filepath.Glob(filepath.Join(root(), "..", "shared", "corpus", "pcap", "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 && os.Getenv("CI") == "true" {
		t.Fatal("the reference captures must be there on CI")
	}
	return append(paths, found...)
}
