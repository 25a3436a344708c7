package main

import (
	"cmp"
	"context"
	"debug/buildinfo"
	"fmt"
	"os/exec"
	"regexp"
	"runtime"
)

// program is one that reads a capture.
type program struct {
	name string
	ours bool
	// like names the one of ours that does what comes nearest to it: its figures are compared with those.
	like string
	// install says how to get it.
	install string
	// find returns errMissing where it is not on this machine.
	find  func(context.Context, *bench) (found, error)
	found found
}

// found is how to run a program that is there.
type found struct {
	path, version string
	// on prepares a run over a capture, in an empty folder of its own.
	on func(file, scratch string) (job, error)
}

// job is one run of a program.
type job struct {
	args []string
	// after is called once the program has ended, even where it has failed, unless it is nil; it says whether the program
	// has done what it should.
	after func() error
}

// Names of nfstream's variants: by number of workers, with inspection of payloads (l7) or without.
const (
	ours1   = "ours"
	ours2   = "ours-2"
	oursL7  = "ours-l7"
	oursL72 = "ours-l7-2"
)

const installVenv = "give -venv DIR, with python3 -m venv at hand"

// executable is how the name of one ends.
var executable = map[bool]string{true: ".exe"}[runtime.GOOS == "windows"]

// programs are in the order in which they take turns.
func programs() []program {
	return []program{
		{name: "cat", like: ours1, install: "it is part of any Unix", find: tool("cat", "--version", file)},
		{name: ours1, ours: true, like: ours1, find: ours("1", "--dissect=false")},
		{name: ours2, ours: true, like: ours1, find: ours("2", "--dissect=false")},
		{name: "argus", like: ours1, install: "apt-get install argus-server", find: tool("argus", "-h", argus)},
		{name: "softflowd", like: ours1, install: "apt-get install softflowd", find: tool("softflowd", "-h", softflowd)},
		{name: "nfpcapd", like: ours1, install: "apt-get install nfdump", find: findNfpcapd},
		{name: "nfstream", like: ours1, install: installVenv, find: findNFStream("0", "1")},
		{name: "nfstream-all", like: ours2, install: installVenv, find: findNFStream("0", "0")},
		{name: oursL7, ours: true, like: ours1, find: ours("1", "--dissect=true")},
		{name: oursL72, ours: true, like: oursL7, find: ours("2", "--dissect=true")},
		{name: "ndpi", like: oursL7, install: "apt-get install libndpi-bin", find: tool("ndpiReader", "-h", ndpi)},
		{name: "tshark", like: oursL7, install: "apt-get install tshark", find: tool("tshark", "--version", tshark)},
		{name: "nfstream-l7", like: oursL7, install: installVenv, find: findNFStream("20", "1")},
		{name: "nfstream-l7-all", like: oursL72, install: installVenv, find: findNFStream("20", "0")},
	}
}

// plain is of a program that needs nothing but arguments.
func plain(args ...string) (job, error) { return job{args: args}, nil }

func file(f, _ string) (job, error) { return plain(f) }

// argus keeps the configuration of the machine out with -X.
func argus(f, _ string) (job, error) { return plain("-X", "-r", f, "-w", "-") }

func ndpi(f, _ string) (job, error) { return plain("-q", "-i", f, "-C", "/dev/null") }

func tshark(f, _ string) (job, error) { return plain("-q", "-r", f, "-z", "conv,tcp") }

// tool finds a program in PATH, and its version in the output for the given argument.
func tool(name, ask string, on func(file, scratch string) (job, error)) func(context.Context, *bench) (found, error) {
	return func(ctx context.Context, _ *bench) (found, error) {
		path, err := exec.LookPath(name)
		if err != nil {
			return found{}, errMissing
		}
		// Some end with an error after they have said it.
		text, _ := exec.CommandContext(ctx, path, ask).CombinedOutput()
		return found{path: path, version: name + " " + versionIn(string(text)), on: on}, nil
	}
}

var versionPattern = regexp.MustCompile(`[0-9]+(\.[0-9]+)+`)

// versionIn returns the first version number in a text: a warning may come before it.
func versionIn(text string) string {
	return cmp.Or(versionPattern.FindString(text), "of unknown version")
}

// ours builds nfstream, for runs with the given number of workers, with or without inspection of payloads.
func ours(workers, dissect string) func(context.Context, *bench) (found, error) {
	return func(ctx context.Context, b *bench) (found, error) {
		path, err := b.build(ctx, "cmd/nfstream", "-buildvcs=auto")
		if err != nil {
			return found{}, err
		}
		return found{path: path, version: revision(path), on: func(f, _ string) (job, error) {
			return plain("flows", dissect, "--workers", workers, "--quiet", f)
		}}, nil
	}
}

// revision says which sources a Go command is built from.
func revision(path string) string {
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return "of unknown revision"
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	of := fmt.Sprintf("revision %.12s", settings["vcs.revision"])
	if settings["vcs.modified"] == "true" {
		of += " with changes"
	}
	return of + ", " + info.GoVersion
}
