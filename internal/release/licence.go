package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// module is a linked module with the text of its licence.
type module struct {
	Path, Version string
	licence       string // SPDX identifier
	text          string
}

// linked returns what a built program has of others, with their licences: the standard library first. The folder is that
// of the repository.
func (p *program) linked(folder, program string) ([]module, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, err
	}
	std := module{Path: "std", Version: info.GoVersion}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	if err := std.read(strings.TrimSpace(string(root))); err != nil {
		return nil, err
	}
	all := []module{std}
	for _, d := range info.Deps {
		if d.Replace != nil {
			d = d.Replace
		}
		if own(d.Path) {
			continue
		}
		m := module{Path: d.Path, Version: d.Version}
		dir, err := folderOf(filepath.Join(folder, p.module), d.Path)
		if err == nil {
			err = m.read(dir)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Path, err)
		}
		all = append(all, m)
	}
	return p.withScripts(folder, all)
}

// withScripts adds the works that are no Go modules. The name and version are in the first line of their licence's folder's
// only script.
func (p *program) withScripts(folder string, all []module) ([]module, error) {
	licences, err := p.notices(folder)
	if err != nil {
		return nil, err
	}
	for _, path := range licences {
		scripts, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.js"))
		if err != nil || len(scripts) != 1 {
			return nil, fmt.Errorf("%s: want one script beside it (%v)", path, err)
		}
		text, err := os.ReadFile(scripts[0])
		if err != nil {
			return nil, err
		}
		named := regexp.MustCompile(`https?://([^ ]+) \((v[0-9.]+)\)`).FindSubmatch(text[:min(len(text), 200)])
		if named == nil {
			return nil, fmt.Errorf("%s: no address and version in the first line", scripts[0])
		}
		m := module{Path: string(named[1]), Version: string(named[2])}
		if err := m.read(filepath.Dir(path)); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		all = merge(all, []module{m})
	}
	return all, nil
}

// folderOf returns the folder of the module's source.
func folderOf(folder, path string) (string, error) {
	cmd := exec.Command("go", "list", "-m", "-json", path)
	cmd.Dir, cmd.Env = folder, append(os.Environ(), "GOWORK=off")
	out, err := cmd.Output()
	if err != nil {
		return "", err
	}
	var m struct{ Dir string }
	err = json.Unmarshal(out, &m)
	return m.Dir, err
}

// read finds the licence in a module's folder. It must be compatible with Apache-2.0.
func (m *module) read(dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, "LICEN[CS]E*"))
	if err != nil || len(names) == 0 {
		return fmt.Errorf("no licence in %s", dir)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		m.text += string(text)
	}
	if m.licence = classify(m.text); m.licence == "" {
		return errors.New("the licence is not known to be compatible with Apache-2.0")
	}
	// Apache-2.0, section 4 (d): redistributions include notices.
	notice, err := os.ReadFile(filepath.Join(dir, "NOTICE"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	m.text += "\n" + string(notice)
	return err
}

// classify returns the SPDX identifiers of the licences in a text. It is empty if none is known, or one requires more
// than a notice.
func classify(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, forbidden := range []string{"GNU GENERAL PUBLIC", "GNU LESSER", "GNU AFFERO", "Mozilla Public License",
		"Eclipse Public", "non-commercial", "Business Source"} {
		if strings.Contains(strings.ToLower(text), strings.ToLower(forbidden)) {
			return ""
		}
	}
	var found []string
	for _, l := range []struct{ id, phrase string }{
		{"Apache-2.0", "Apache License Version 2.0, January 2004"},
		{"Apache-2.0", "Licensed under the Apache License, Version 2.0"},
		{"BSD-3-Clause", "may be used to endorse or promote products derived from"},
		{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"},
		{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
	} {
		if strings.Contains(text, l.phrase) && !slices.Contains(found, l.id) {
			found = append(found, l.id)
		}
	}
	if len(found) == 0 && strings.Contains(text, "Redistributions in binary form must reproduce") {
		found = []string{"BSD-2-Clause"}
	}
	return strings.Join(found, " AND ")
}

// thirdParty returns the text of all licences for archives.
func (p *program) thirdParty(modules []module) []byte {
	var b bytes.Buffer
	b.WriteString(p.name + " links the following modules. Their licences follow.\n")
	for _, m := range modules {
		fmt.Fprintf(&b, "\n%s\n%s %s (%s)\n\n%s", strings.Repeat("-", 80), m.Path, m.Version, m.licence, m.text)
	}
	return b.Bytes()
}

// notice returns the file NOTICE of a program: the modules that it links, for any target.
func (p *program) notice(modules []module) []byte {
	var b bytes.Buffer
	b.WriteString("nfstream for Go\nCopyright the authors of nfstream for Go\n\n" +
		"Licensed under the Apache License 2.0. The program " + p.name + " links the following modules. Their licences are in\n" +
		"THIRD_PARTY.txt of each release. `make gen` writes this file.\n\n")
	for _, m := range modules {
		if m.Path != "std" {
			fmt.Fprintf(&b, "%s (%s)\n", m.Path, m.licence)
		}
	}
	b.WriteString("the Go standard library (BSD-3-Clause)\n")
	return b.Bytes()
}

func printNotice(p *program, w io.Writer) error {
	dir, err := os.MkdirTemp("", "notice")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	modules, err := p.allLinked(".", dir)
	if err == nil {
		_, err = w.Write(p.notice(modules))
	}
	return err
}

// allLinked returns the modules of programs for all systems.
func (p *program) allLinked(folder, scratch string) (all []module, err error) {
	r := release{folder: folder}
	for _, name := range []string{"linux_amd64", "darwin_arm64", "freebsd_amd64", "windows_amd64"} {
		chosen, err := choose(name)
		if err != nil {
			return nil, err
		}
		path := filepath.Join(scratch, name)
		if err := r.build(p, chosen[0], path); err != nil {
			return nil, err
		}
		modules, err := p.linked(folder, path)
		if err != nil {
			return nil, err
		}
		all = merge(all, modules)
	}
	return all, nil
}

// merge adds modules to a list sorted by path.
func merge(all, more []module) []module {
	for _, m := range more {
		i, found := slices.BinarySearchFunc(all, m, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
		if !found {
			all = slices.Insert(all, i, m)
		}
	}
	return all
}
