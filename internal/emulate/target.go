// Package emulate runs programs for machines of other kinds: it builds them, and starts them under QEMU's emulation of
// a processor (qemu-user), or at once where this machine can run them itself.
package emulate

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// Target is a kind of machine, with Linux on it.
type Target struct {
	Name string   // as flags of commands spell it
	Env  []string // what go build needs to know of it
	qemu string   // the emulator's name for it
}

// targets are those whose output is compared with amd64's: both orders of bytes, both sizes of words, processors with
// and without floating point, and those that refuse unaligned access.
var targets = []Target{
	{"mips", []string{"GOARCH=mips", "GOMIPS=softfloat"}, "mips"},
	{"mipsle", []string{"GOARCH=mipsle", "GOMIPS=softfloat"}, "mipsel"},
	{"arm5", []string{"GOARCH=arm", "GOARM=5"}, "arm"},
	{"386", []string{"GOARCH=386"}, "i386"},
	{"arm64", []string{"GOARCH=arm64"}, "aarch64"},
	{"riscv64", []string{"GOARCH=riscv64"}, "riscv64"},
	{"s390x", []string{"GOARCH=s390x"}, "s390x"},
}

// AMD64 is the target that others are compared with.
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
			return nil, fmt.Errorf("no machine %q, only all, amd64, %s", name, strings.Join(known(), ", "))
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

// Environ is the environment for go build and go test.
func (t Target) Environ() []string {
	return append(append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux"), t.Env...)
}

// Build compiles a package for the target, with symbols, into the file out.
func (t Target) Build(ctx context.Context, pkg, out string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-o", out, pkg)
	cmd.Env = t.Environ()
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s for %s: %w: %s", pkg, t.Name, err, text)
	}
	return nil
}

// Native tells whether this machine runs the target's programs itself.
func (t Target) Native() bool {
	if runtime.GOOS != "linux" {
		return false
	}
	return t.Name == runtime.GOARCH || t.Name == "386" && runtime.GOARCH == "amd64"
}

// Emulator returns the path of the program that runs those of the target: of Debian's qemu-user-static, or of qemu-user,
// which alone takes plug-ins. It is empty where the machine is Native and no plug-in is asked for.
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
