package main

import (
	"context"
	"debug/buildinfo"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
)

// program is one that reads a capture.
type program struct {
	name string
	ours bool
	// install says how to get it.
	install string
	// find returns errMissing where it is not on this machine.
	find  func(context.Context, *bench) (found, error)
	found found
}

// found is how to run a program that is there.
type found struct {
	path, version string
	args          func(file string) []string
}

const (
	oursName    = "ours"
	installVenv = "give -venv DIR, with python3 -m venv at hand"
)

// executable is how the name of one ends.
var executable = map[bool]string{true: ".exe"}[runtime.GOOS == "windows"]

// programs are in the order in which they take turns.
func programs() []program {
	return []program{
		{name: "cat", install: "it is part of any Unix", find: tool("cat", "--version", file)},
		{name: oursName, ours: true, find: ours("1", "--dissect=false")},
		{name: "ours-2", ours: true, find: ours("2", "--dissect=false")},
		{name: "ours-l7", ours: true, find: ours("1", "--dissect=true")},
		{name: "ours-l7-2", ours: true, find: ours("2", "--dissect=true")},
		{name: "argus", install: "apt-get install argus-server", find: tool("argus", "-h", argus)},
		{name: "nfstream", install: installVenv, find: findNFStream("0")},
		{name: "nfstream-l7", install: installVenv, find: findNFStream("20")},
		{name: "ndpi", install: "apt-get install libndpi-bin", find: tool("ndpiReader", "-h", ndpi)},
		{name: "tshark", install: "apt-get install tshark", find: tool("tshark", "--version", tshark)},
	}
}

func file(f string) []string { return []string{f} }

// argus keeps the configuration of the machine out with -X.
func argus(f string) []string { return []string{"-X", "-r", f, "-w", "-"} }

func ndpi(f string) []string { return []string{"-q", "-i", f, "-C", "/dev/null"} }

func tshark(f string) []string { return []string{"-q", "-r", f, "-z", "conv,tcp"} }

// tool finds a program in PATH, whose version is in the first line that it prints when asked so.
func tool(name, ask string, args func(string) []string) func(context.Context, *bench) (found, error) {
	return func(ctx context.Context, _ *bench) (found, error) {
		path, err := exec.LookPath(name)
		if err != nil {
			return found{}, errMissing
		}
		// Some end with an error after they have said it.
		text, _ := exec.CommandContext(ctx, path, ask).CombinedOutput()
		return found{path: path, version: versionLine(string(text)), args: args}, nil
	}
}

// versionLine returns the first line with a digit: a warning may come before it.
func versionLine(text string) string {
	for line := range strings.Lines(text) {
		if strings.ContainsAny(line, "0123456789") {
			return strings.TrimSpace(line)
		}
	}
	return "of unknown version"
}

// ours builds our command, to be run with that many workers, with or without inspection of payloads.
func ours(workers, dissect string) func(context.Context, *bench) (found, error) {
	return func(ctx context.Context, b *bench) (found, error) {
		path, err := b.build(ctx, "cmd/nfstream")
		if err != nil {
			return found{}, err
		}
		return found{path: path, version: revision(path), args: func(f string) []string {
			return []string{"flows", dissect, "--workers", workers, "--quiet", f}
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
	return fmt.Sprintf("revision %.12s, modified: %s, %s",
		settings["vcs.revision"], settings["vcs.modified"], info.GoVersion)
}
