// Package emulate builds and runs programs for other architectures, under QEMU's user-mode emulation (qemu-user), or
// directly if this machine can run them.
package emulate

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// Target is an architecture with Linux.
type Target struct {
	Name string   // name in flags
	Env  []string // environment of go build
	qemu string   // the emulator's name for it
}

// targets are compared with amd64: both byte orders, both word sizes, processors with and without floating point, and
// ones that fault on unaligned access.
var targets = []Target{
	{"mips", []string{"GOARCH=mips", "GOMIPS=softfloat"}, "mips"},
	{"mipsle", []string{"GOARCH=mipsle", "GOMIPS=softfloat"}, "mipsel"},
	{"arm5", []string{"GOARCH=arm", "GOARM=5"}, "arm"},
	{"386", []string{"GOARCH=386"}, "i386"},
	{"arm64", []string{"GOARCH=arm64"}, "aarch64"},
	{"riscv64", []string{"GOARCH=riscv64"}, "riscv64"},
	{"s390x", []string{"GOARCH=s390x"}, "s390x"},
}

// AMD64 is the target for comparisons.
var AMD64 = Target{"amd64", []string{"GOARCH=amd64"}, "x86_64"}

// Find returns the targets with these names, separated by commas, or all but AMD64 for "all".
func Find(names string) ([]Target, error) {
	if names == "all" {
		return targets, nil
	}
	var found []Target
	for name := range strings.SplitSeq(names, ",") {
		t, ok := find(strings.TrimSpace(name))
		if !ok {
			return nil, fmt.Errorf("unknown machine %q: want all, amd64, %s", name, strings.Join(known(), ", "))
		}
		found = append(found, t)
	}
	return found, nil
}

func find(name string) (Target, bool) {
	for _, t := range append(targets, AMD64) {
		if t.Name == name {
			return t, true
		}
	}
	return Target{}, false
}

func known() []string {
	var names []string
	for _, t := range targets {
		names = append(names, t.Name)
	}
	return names
}

// Environ returns the environment for go build and go test.
func (t Target) Environ() []string {
	return append(append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux"), t.Env...)
}

// alike makes programs for all machines do the same: those for MIPS lack the tokenizer of injections.
const alike = "nfstream_no_injection"

// Build compiles a package for the target, with symbols, into the file out.
func (t Target) Build(ctx context.Context, pkg, out string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-tags", alike, "-o", out, pkg)
	cmd.Env = t.Environ()
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s for %s: %w: %s", pkg, t.Name, err, text)
	}
	return nil
}

// Native reports whether this machine can run the target's programs directly.
func (t Target) Native() bool {
	if runtime.GOOS != "linux" {
		return false
	}
	return t.Name == runtime.GOARCH || t.Name == "386" && runtime.GOARCH == "amd64"
}

// Emulator returns the path of the target's emulator, from Debian's qemu-user-static, or from qemu-user, which
// supports plug-ins. It is empty if the machine is Native and no plug-in is requested.
func (t Target) Emulator(plugins bool) (string, error) {
	if t.Native() && !plugins {
		return "", nil
	}
	name, from := "qemu-"+t.qemu+"-static", "qemu-user-static"
	if plugins {
		name, from = "qemu-"+t.qemu, "qemu-user"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%s programs need Debian's %s: %w", t.Name, from, err)
	}
	return path, nil
}

// Command starts one of the target's programs, as exec.CommandContext does.
func (t Target) Command(ctx context.Context, program string, args ...string) (*exec.Cmd, error) {
	emulator, err := t.Emulator(false)
	if err != nil {
		return nil, err
	}
	if emulator == "" {
		return exec.CommandContext(ctx, program, args...), nil
	}
	return exec.CommandContext(ctx, emulator, append([]string{program}, args...)...), nil
}
