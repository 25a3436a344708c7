// Command apichanges prints the changes of the public API since the last version tag. It fails if semantic versioning
// requires a new module path: for incompatible changes since v1 or later.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// apidiff compares the exported names of two versions of a module.
const (
	apidiff = "golang.org/x/exp/cmd/apidiff@" + release
	release = "v0.0.0-20261113113407-e3970619a1a4"
)

func main() {
	dir := flag.String("C", ".", "`folder` of the module")
	flag.Parse()
	if err := run(*dir, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "apichanges:", err)
		os.Exit(1)
	}
}

// run compares the module in a folder with its last tag.
func run(dir string, out io.Writer) error {
	tag, err := output(dir, "git", "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*")
	if err != nil {
		fmt.Fprintln(out, "API: no version tag yet")
		return nil
	}
	changes, samePath, err := compare(dir, tag)
	if err != nil {
		return err
	}
	if changes == "" {
		fmt.Fprintf(out, "API: no change since %s\n", tag)
		return nil
	}
	fmt.Fprintf(out, "API: changes since %s\n%s\n", tag, changes)
	if samePath && promises(tag) && strings.Contains(changes, incompatible) {
		return fmt.Errorf("incompatible changes since %s: make them compatible, or use the module path of the next major version", tag)
	}
	return nil
}

// incompatible is the heading of incompatible changes in the output of apidiff.
const incompatible = "Incompatible changes:"

// compare returns the changes since a tag, empty for none, and whether the module path is the same.
func compare(dir, tag string) (changes string, samePath bool, err error) {
	scratch, err := os.MkdirTemp("", "apichanges")
	if err != nil {
		return "", false, err
	}
	defer os.RemoveAll(scratch)
	old, api := filepath.Join(scratch, "module"), filepath.Join(scratch, "api")
	if err := extract(dir, tag, old); err != nil {
		return "", false, err
	}
	before, err := output(old, "go", "list", "-m")
	if err != nil {
		return "", false, err
	}
	after, err := output(dir, "go", "list", "-m")
	if err != nil {
		return "", false, err
	}
	if _, err := output(old, "go", "run", apidiff, "-m", "-w", api, before); err != nil {
		return "", false, err
	}
	changes, err = output(dir, "go", "run", apidiff, "-m", api, after)
	return changes, before == after, err
}

// extract writes the files of a tag into a new folder.
func extract(dir, tag, to string) error {
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	archive := to + ".tar"
	if _, err := output(dir, "git", "archive", "--format=tar", "-o", archive, tag); err != nil {
		return err
	}
	_, err := output(to, "tar", "-xf", archive)
	return err
}

// promises reports whether a version guarantees compatibility: v1.0.0 and later, except pre-releases (semver.org, 4
// and 9).
func promises(tag string) bool { return !strings.HasPrefix(tag, "v0") && !strings.Contains(tag, "-") }

// output runs a command in a folder and returns its output, without surrounding white space.
func output(dir string, command ...string) (string, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, stderr.String())
	}
	return strings.TrimSpace(stdout.String()), nil
}
