package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// tree is a version of the code, and the test binaries built of it.
type tree struct {
	name string
	// root is the folder of the code.
	root string
	// tests are those of packages with benchmarks, by import path.
	tests map[string]test
	// results gathers what they print.
	results bytes.Buffer
}

// test is the test binary of a package, and the folder that it runs in.
type test struct{ binary, folder string }

// output runs a command and returns what it prints, or an error that has what it says.
func output(ctx context.Context, folder, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = folder
	var said bytes.Buffer
	cmd.Stderr = &said
	text, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s%s", name, strings.Join(args, " "), err, said.Bytes(), text)
	}
	return strings.TrimSpace(string(text)), nil
}

// head is the tree that the command runs in.
func head(ctx context.Context) (*tree, error) {
	root, err := output(ctx, ".", "git", "rev-parse", "--show-toplevel")
	return &tree{name: "head", root: root}, err
}

// revision is what to compare with where nothing else is said.
func (t *tree) revision(ctx context.Context) (string, error) {
	changed, err := output(ctx, t.root, "git", "status", "--porcelain")
	if err != nil {
		return "", err
	}
	return lastChange(changed), nil
}

func lastChange(status string) string {
	if status == "" {
		return "HEAD~1"
	}
	return "HEAD"
}

// checkOut makes a tree of a revision in a folder. The one returned takes it away.
func (t *tree) checkOut(ctx context.Context, revision, folder string) (*tree, func(), error) {
	root := filepath.Join(folder, "base-tree")
	if _, err := output(ctx, t.root, "git", "worktree", "add", "--detach", root, revision); err != nil {
		return nil, nil, err
	}
	remove := func() {
		// The context may be done, and the worktree is to go all the same.
		_, err := output(context.WithoutCancel(ctx), t.root, "git", "worktree", "remove", "--force", root)
		if err != nil {
			fmt.Fprintln(os.Stderr, "compare:", err)
		}
	}
	return &tree{name: "base", root: root}, remove, nil
}

// build makes the test binaries of packages with benchmarks.
func (t *tree) build(ctx context.Context, folder string, c *config) error {
	const format = "{{.ImportPath}}\t{{.Dir}}\t{{range .TestGoFiles}}{{.}} {{end}}{{range .XTestGoFiles}}{{.}} {{end}}"
	text, err := output(ctx, t.root, "go", append([]string{"list", "-f", format}, c.packages...)...)
	if err != nil {
		return err
	}
	t.tests = map[string]test{}
	for line := range strings.Lines(text) {
		path, rest, _ := strings.Cut(strings.TrimSpace(line), "\t")
		dir, files, _ := strings.Cut(rest, "\t")
		if c.leaves(path) || !hasBenchmarks(dir, strings.Fields(files)) {
			continue
		}
		binary := filepath.Join(folder, t.name+"-"+strings.ReplaceAll(path, "/", "_")+".test")
		if _, err := output(ctx, t.root, "go", "test", "-c", "-o", binary, path); err != nil {
			return err
		}
		t.tests[path] = test{binary: binary, folder: dir}
	}
	return nil
}

func (c *config) leaves(path string) bool {
	for _, p := range c.leaveOut {
		if strings.HasSuffix(path, "/"+p) {
			return true
		}
	}
	return false
}

func hasBenchmarks(folder string, files []string) bool {
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err == nil && bytes.Contains(text, []byte("\nfunc Benchmark")) {
			return true
		}
	}
	return false
}

// play runs the benchmarks of a package once.
func (t *tree) play(ctx context.Context, path, bench, benchtime string) error {
	one, ok := t.tests[path]
	if !ok {
		return nil
	}
	text, err := output(ctx, one.folder, one.binary, "-test.run", "^$", "-test.bench", bench, "-test.benchtime", benchtime,
		"-test.benchmem", "-test.timeout", "0")
	if err != nil {
		return fmt.Errorf("%s, %s: %w", t.name, path, err)
	}
	fmt.Fprintln(&t.results, text)
	return nil
}
