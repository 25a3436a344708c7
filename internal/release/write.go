package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// write writes the release to a folder.
func (r *release) write(out string, chosen []target) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	archives, modules, err := r.archives(chosen)
	if err != nil {
		return err
	}
	bom, err := r.sbom(archives, modules)
	if err != nil {
		return err
	}
	files := append(archives, file{name: "nfstream_" + r.version + ".cdx.json", content: bom})
	files = append(files, file{name: "SHA256SUMS", content: checksums(files)})
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(out, f.name), f.content, 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%s: %d files in %s\n", r.version, len(files), out)
	return nil
}

// archives returns the archives of all targets by name, and the linked modules.
func (r *release) archives(chosen []target) (all []file, modules []module, err error) {
	dir, err := os.MkdirTemp("", "release")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	common, err := r.common(dir)
	if err != nil {
		return nil, nil, err
	}
	var mu sync.Mutex
	err = parallel(chosen, func(t target) error {
		path := filepath.Join(dir, t.name())
		if err := r.build(t, path); err != nil {
			return err
		}
		linked, err := linked(r.folder, path)
		if err != nil {
			return fmt.Errorf("%s: %w", t.name(), err)
		}
		archive, err := r.archive(t, path, linked, common)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		all = append(all, archive)
		modules = merge(modules, linked)
		return nil
	})
	slices.SortFunc(all, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return all, modules, err
}

// common returns the files in the archives of all targets.
func (r *release) common(dir string) (files []file, err error) {
	for _, name := range []string{"LICENSE", "NOTICE", "README.md"} {
		text, err := os.ReadFile(filepath.Join(r.folder, name))
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: name, content: text})
	}
	own := filepath.Join(dir, "own")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-o", own, "./cmd/nfstream")
	cmd.Dir = r.folder
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	for _, c := range []struct{ shell, name string }{
		{"bash", "nfstream.bash"}, {"fish", "nfstream.fish"}, {"powershell", "nfstream.ps1"}, {"zsh", "_nfstream"},
	} {
		script, err := exec.Command(own, "completion", c.shell).Output()
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: "completions/" + c.name, content: script})
	}
	return files, nil
}

// archive packs the program of a target.
func (r *release) archive(t target, path string, linked []module, common []file) (a file, err error) {
	program, err := os.ReadFile(path)
	if err != nil {
		return a, err
	}
	files := append([]file{{name: t.program(), content: program, program: true}}, common...)
	files = append(files, file{name: "THIRD_PARTY.txt", content: thirdParty(linked)})
	folder := "nfstream_" + r.version + "_" + t.name()
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
