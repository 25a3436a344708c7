package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// write writes the release to a folder.
func (r *release) write(out string, chosen []target) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var files []file
	for _, p := range programs {
		archives, modules, err := r.archives(p, p.of(chosen))
		if err != nil {
			return err
		}
		bom, err := r.sbom(p, archives, modules)
		if err != nil {
			return err
		}
		files = append(append(files, archives...), file{name: p.name + "_" + r.version + ".cdx.json", content: bom})
	}
	files = append(files, file{name: "SHA256SUMS", content: checksums(files)})
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(out, f.name), f.content, 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%s: %d files in %s\n", r.version, len(files), out)
	return nil
}

// archives returns the archives and packages of a program for all targets by name, and the linked modules.
func (r *release) archives(p *program, chosen []target) (all []file, modules []module, err error) {
	dir, err := os.MkdirTemp("", "release")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	common, err := r.common(p, dir)
	if err != nil {
		return nil, nil, err
	}
	var mu sync.Mutex
	err = parallel(chosen, func(t target) error {
		path := filepath.Join(dir, t.name())
		if err := r.build(p, t, path); err != nil {
			return err
		}
		linked, err := p.linked(r.folder, path)
		if err != nil {
			return fmt.Errorf("%s: %w", t.name(), err)
		}
		archive, err := r.archive(p, t, path, linked, common)
		if err != nil {
			return err
		}
		packages, err := r.debian(p, t, path, linked, common)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		all = append(append(all, archive), packages...)
		modules = merge(modules, linked)
		return nil
	})
	slices.SortFunc(all, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return all, modules, err
}

// common returns the files in the archives of a program for all targets.
func (r *release) common(p *program, dir string) (files []file, err error) {
	for _, name := range []string{"LICENSE", p.module + "/NOTICE", "README.md"} {
		text, err := os.ReadFile(filepath.Join(r.folder, name))
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: filepath.Base(name), content: text})
	}
	own := filepath.Join(dir, "own")
	if err := r.build(p, target{runtime.GOOS, runtime.GOARCH, ""}, own); err != nil {
		return nil, err
	}
	for _, c := range []struct{ shell, name string }{
		{"bash", p.name + ".bash"}, {"fish", p.name + ".fish"}, {"powershell", p.name + ".ps1"}, {"zsh", "_" + p.name},
	} {
		script, err := exec.Command(own, "completion", c.shell).Output()
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: "completions/" + c.name, content: script})
	}
	page, err := r.manual(p, own)
	return append(files, file{name: p.name + ".1", content: page}), err
}

// archive packs a program of a target.
func (r *release) archive(p *program, t target, path string, linked []module, common []file) (a file, err error) {
	program, err := os.ReadFile(path)
	if err != nil {
		return a, err
	}
	files := append([]file{{name: p.file(t), content: program, program: true}}, common...)
	files = append(files, file{name: "THIRD_PARTY.txt", content: p.thirdParty(linked)})
	folder := p.name + "_" + r.version + "_" + t.name()
	for i := range files {
		files[i].name = folder + "/" + files[i].name
	}
	a.name = folder + ".tar.gz"
	pack := tarball
	if t.system == "windows" {
		a.name, pack = folder+".zip", zipped
	}
	a.content, err = pack(files, r.time)
	return a, err
}

// checksums returns the checksums in the format of sha256sum.
func checksums(files []file) []byte {
	var b bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(f.content), f.name)
	}
	return b.Bytes()
}
