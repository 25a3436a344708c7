package main

import (
	"fmt"
	"strings"
)

// target is an operating system and architecture.
type target struct {
	system, machine string
	variant         string // of the architecture: GOARM, or softfloat
}

var targets = []target{
	{"linux", "386", ""}, {"linux", "amd64", ""},
	{"linux", "arm", "5"}, {"linux", "arm", "6"}, {"linux", "arm", "7"}, {"linux", "arm64", ""},
	{"linux", "loong64", ""},
	{"linux", "mips", "softfloat"}, {"linux", "mipsle", "softfloat"}, {"linux", "mips64", ""}, {"linux", "mips64le", ""},
	{"linux", "ppc64", ""}, {"linux", "ppc64le", ""}, {"linux", "riscv64", ""}, {"linux", "s390x", ""},
	// These targets read only files.
	{"darwin", "amd64", ""}, {"darwin", "arm64", ""},
	{"freebsd", "amd64", ""},
	{"windows", "amd64", ""}, {"windows", "arm64", ""},
}

// name returns the name in files: linux_amd64, linux_armv5.
func (t target) name() string {
	switch t.machine {
	case "arm":
		return t.system + "_armv" + t.variant
	default:
		return t.system + "_" + t.machine
	}
}

// environment returns the environment of go build.
func (t target) environment() []string {
	env := []string{"CGO_ENABLED=0", "GOOS=" + t.system, "GOARCH=" + t.machine, "GOFLAGS=-mod=readonly", "GOWORK=off",
		"GO386=sse2", "GOAMD64=v1", "GOARM64=v8.0", "GOMIPS=softfloat", "GOMIPS64=hardfloat", "GOPPC64=power8",
		"GORISCV64=rva20u64", "GOEXPERIMENT="}
	if t.machine == "arm" {
		env = append(env, "GOARM="+t.variant)
	}
	return env
}

func choose(names string) ([]target, error) {
	if names == "" {
		return targets, nil
	}
	var chosen []target
	for name := range strings.SplitSeq(names, ",") {
		before := len(chosen)
		for _, t := range targets {
			if t.name() == name {
				chosen = append(chosen, t)
			}
		}
		if len(chosen) == before {
			return nil, fmt.Errorf("unknown target %q", name)
		}
	}
	return chosen, nil
}
