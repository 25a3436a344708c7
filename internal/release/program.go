package main

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// program is one of the programs of a release.
type program struct {
	name   string
	module string // folder of its module
	source string // folder of its package in the module
	tags   string
	// targets reports whether it is built for a target.
	targets func(target) bool
}

// fullTags leave out 1.7 MB that nfstream-full does not use: with tinygo Arrow takes encoding/json instead of a library, and
// HTTP/2 is not needed for metrics.
const fullTags = "tinygo,nethttpomithttp2"

// The programs. The libraries of the full one write wrong data on big-endian machines other than s390x; their sinks do
// not compile there.
var (
	small = &program{"nfstream", ".", "./cmd/nfstream", "", func(target) bool { return true }}
	full  = &program{"nfstream-full", "cmd/nfstream-full", ".", fullTags, func(t target) bool { return !slices.Contains(swapped, t.machine) }}

	programs = []*program{small, full}
	swapped  = []string{"mips", "mips64", "ppc64"}
)

// of returns the targets of the program.
func (p *program) of(all []target) (some []target) {
	for _, t := range all {
		if p.targets(t) {
			some = append(some, t)
		}
	}
	return some
}

// file returns the name of the program's file.
func (p *program) file(t target) string {
	if t.system == "windows" {
		return p.name + ".exe"
	}
	return p.name
}

// path returns the path of the program's module.
func (p *program) path() string { return path.Join(modulePath, p.module) }

// notices are the folders of works inside the program that are no Go modules, such as scripts of pages: each has a file
// LICENSE.
func (p *program) notices(folder string) ([]string, error) {
	return filepath.Glob(filepath.Join(folder, p.module, "internal", "*", "page", "vendor", "LICENSE"))
}

// own reports whether a path is of a module of this repository.
func own(path string) bool {
	return path == modulePath || strings.HasPrefix(path, modulePath+"/") || strings.HasPrefix(path, ".")
}
