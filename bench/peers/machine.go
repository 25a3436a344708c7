package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
)

// machine is where it was measured.
type machine struct {
	cpu, system, kernel string
	cores               int
	memory              int64 // bytes, or 0
}

func thisMachine() machine { return machineOf(os.DirFS("/")) }

// machineOf reads the properties of a Linux machine.
func machineOf(root fs.FS) machine {
	read := func(path string) string {
		text, err := fs.ReadFile(root, path)
		if err != nil {
			return ""
		}
		return string(text)
	}
	return machine{
		cpu:    cmp.Or(value(read("proc/cpuinfo"), "model name", ":"), runtime.GOARCH),
		system: cmp.Or(strings.Trim(value(read("etc/os-release"), "PRETTY_NAME", "="), `"`), runtime.GOOS),
		kernel: strings.TrimSpace(read("proc/sys/kernel/osrelease")),
		cores:  runtime.NumCPU(),
		memory: kilobytes(read("proc/meminfo"), "MemTotal:") * 1024,
	}
}

// value returns the value of the first of the given names, or nothing.
func value(text, name, sign string) string {
	for line := range strings.Lines(text) {
		key, rest, ok := strings.Cut(line, sign)
		if ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

func (m machine) String() string {
	s := fmt.Sprintf("%s, %d cores", m.cpu, m.cores)
	if m.memory > 0 {
		s += fmt.Sprintf(", %.0f GiB", float64(m.memory)/(1<<30))
	}
	s += ", " + m.system
	if m.kernel != "" {
		s += ", kernel " + m.kernel
	}
	return s + ", " + runtime.Version()
}
