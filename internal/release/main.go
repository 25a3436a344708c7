// Command release builds the command for all targets and packs a release: an archive per target, checksums and a bill
// of materials. The same commit gives the same bytes, in any folder and at any time.
//
//	release -out dist -version v1.2.3      makes a release
//	release -cross                         builds for every target, and checks that programs of Linux are static
//	release -notice                        prints the file NOTICE
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run() error {
	out := flag.String("out", "dist", "folder of the release; existing files are kept")
	version := flag.String("version", "", "version (default: git describe)")
	only := flag.String("targets", "", "targets, comma separated, such as linux_mipsle (default: all)")
	cross := flag.Bool("cross", false, "build and check only")
	notice := flag.Bool("notice", false, "print the file NOTICE only")
	flag.Parse()
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	switch {
	case *notice:
		return printNotice(os.Stdout)
	case *cross:
		return checkAll(chosen)
	}
	r, err := ofCommit(*version)
	if err != nil {
		return err
	}
	return r.write(*out, chosen)
}

// release holds the common properties of all files of a release.
type release struct {
	folder  string // of the module
	version string
	commit  string
	time    time.Time // of the commit, and of all files
}

// ofCommit describes the current commit. The checkout must not have other changes.
func ofCommit(version string) (release, error) {
	r := release{folder: ".", version: version}
	changes, err := git("status", "--porcelain")
	if err == nil && changes != "" {
		err = fmt.Errorf("uncommitted changes:\n%s", changes)
	}
	if err != nil {
		return r, err
	}
	if r.commit, err = git("rev-parse", "HEAD"); err != nil {
		return r, err
	}
	if r.version == "" {
		if r.version, err = git("describe", "--tags", "--always"); err != nil {
			return r, err
		}
	}
	seconds, err := git("log", "-1", "--format=%ct")
	if err != nil {
		return r, err
	}
	n, err := strconv.ParseInt(seconds, 10, 64)
	r.time = time.Unix(n, 0).UTC()
	return r, err
}

func git(args ...string) (string, error) {
	out, err := exec.Command("git", args...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}
