package main

import (
	"debug/elf"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// build builds the program of a target.
func (r *release) build(t target, to string) error {
	ldflags := "-s -w -buildid="
	if r.version != "" {
		ldflags += " -X " + modulePath + "/cli.release=" + r.version + " -X " + modulePath + "/cli.commit=" + r.commit
	}
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", ldflags, "-o", to, "./cmd/nfstream")
	cmd.Dir = r.folder
	cmd.Env = append(os.Environ(), t.environment()...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", t.name(), err, out)
	}
	return nil
}

// parallel calls work for all targets, two at a time: compilers use all processors, linkers one.
func parallel(all []target, work func(target) error) error {
	errs := make([]error, len(all))
	var running sync.WaitGroup
	slots := make(chan struct{}, 2)
	for i, t := range all {
		slots <- struct{}{}
		running.Go(func() {
			errs[i] = work(t)
			<-slots
		})
	}
	running.Wait()
	return errors.Join(errs...)
}

// checkAll builds all targets, prints the sizes, and checks the programs for Linux.
func checkAll(all []target) error {
	dir, err := os.MkdirTemp("", "cross")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r := release{folder: "."}
	return parallel(all, func(t target) error {
		path := filepath.Join(dir, t.name())
		if err := r.build(t, path); err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		fmt.Printf("%-16s %9d bytes\n", t.name(), info.Size())
		if t.system != "linux" {
			return nil
		}
		if err := checkStatic(path, t); err != nil {
			return fmt.Errorf("%s: %w", t.name(), err)
		}
		return nil
	})
}

// checkStatic returns an error if a program needs more of the system than the kernel, by its headers, and by file(1)
// and ldd(1) if available.
func checkStatic(path string, t target) error {
	f, err := elf.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC {
			return fmt.Errorf("not static: it has a header %v", p.Type)
		}
	}
	if needed, err := f.ImportedLibraries(); err != nil || len(needed) > 0 {
		return fmt.Errorf("not static: it needs %v (%v)", needed, err)
	}
	if file, err := exec.LookPath("file"); err == nil {
		says, err := exec.Command(file, path).Output()
		if err != nil || !strings.Contains(string(says), "statically linked") {
			return fmt.Errorf("file says %q (%v)", says, err)
		}
	}
	if ldd, err := exec.LookPath("ldd"); err == nil && t.system == runtime.GOOS && t.machine == runtime.GOARCH {
		says, _ := exec.Command(ldd, path).CombinedOutput() // fails for a static program
		if !strings.Contains(string(says), "not a dynamic executable") {
			return fmt.Errorf("ldd says %q", says)
		}
	}
	return nil
}
