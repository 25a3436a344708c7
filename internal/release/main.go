// Command release builds the programs for all targets and packs a release: an archive per program and target, Debian
// packages, checksums and bills of materials. The same commit gives the same bytes, in any folder and at any time.
//
//	release -out dist -version v1.2.3      makes a release
//	release -cross                         builds for every target, and checks that programs of Linux are static
//	release -notice nfstream-full          prints the file NOTICE of a program
//	release -require v1.2.3                makes all modules require each other in this version, before it is tagged
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
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
	notice := flag.String("notice", "", "print the file NOTICE of this program only")
	trial := flag.Bool("trial", false, "make a release for a test, in spite of uncommitted changes")
	require := flag.String("require", "", "write this version into the requirements of all modules on each other, and no more")
	flag.Parse()
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	switch {
	case *notice != "":
		i := slices.IndexFunc(programs, func(p *program) bool { return p.name == *notice })
		if i < 0 {
			return fmt.Errorf("unknown program %q", *notice)
		}
		return printNotice(programs[i], os.Stdout)
	case *require != "":
		return requireEachOther(".", *require)
	case *cross:
		return checkAll(chosen)
	}
	r, err := ofCommit(*version, *trial)
	if err != nil {
		return err
	}
	return r.write(*out, chosen)
}

// release holds the common properties of all files of a release.
type release struct {
	folder  string // of the repository
	version string
	commit  string
	time    time.Time // of the commit, and of all files
}

// ofCommit describes the current commit. The checkout must not have other changes, except for a trial.
func ofCommit(version string, trial bool) (release, error) {
	r := release{folder: ".", version: version}
	changes, err := git("status", "--porcelain")
	if err == nil && changes != "" && !trial {
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
