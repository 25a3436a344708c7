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

// build builds a program for a target. The path of the result is absolute.
func (r *release) build(p *program, t target, to string) error {
	ldflags := "-s -w -buildid="
	if r.version != "" {
		ldflags += " -X " + modulePath + "/cli.release=" + r.version + " -X " + modulePath + "/cli.commit=" + r.commit
	}
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags", p.tags, "-ldflags", ldflags, "-o", to, p.source)
	cmd.Dir = filepath.Join(r.folder, p.module)
	cmd.Env = append(os.Environ(), t.environment()...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s for %s: %w\n%s", p.name, t.name(), err, out)
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
	var errs []error
	for _, p := range programs {
		errs = append(errs, parallel(p.of(all), func(t target) error { return r.check(p, t, filepath.Join(dir, p.name+t.name())) }))
	}
	return errors.Join(errs...)
}

// check builds a program, prints its size and checks it.
func (r *release) check(p *program, t target, path string) error {
	defer os.Remove(path)
	if err := r.build(p, t, path); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	fmt.Printf("%-13s %-16s %9d bytes\n", p.name, t.name(), info.Size())
	if t.system != "linux" {
		return nil
	}
	if err := checkStatic(path, t); err != nil {
		return fmt.Errorf("%s for %s: %w", p.name, t.name(), err)
	}
	return nil
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
