package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// figures are what a run took.
type figures struct {
	peak, file int64 // bytes resident, and of them those of the program's file
	took       time.Duration
}

// guestBase is the base of the guest's address space in the emulator (option -B). It separates the guest's mappings
// from the emulator's: those of a 32-bit guest are in the 4 GiB from there on.
const guestBase, guestSize = 1 << 44, 1 << 32

// look is how often the memory is looked at.
const look = 5 * time.Millisecond

// measure runs a job. Memory is looked at while it runs: of a process of this machine its peak so far (VmHWM in
// /proc/PID/status), of an emulated one what is resident of the guest's mappings (/proc/PID/smaps), as those of the
// emulator and of the code that it translates are not on a machine that runs the program itself.
func (b *bench) measure(ctx context.Context, j job) (figures, error) {
	program, args := b.command, j.args
	if b.emulator != "" {
		program, args = b.emulator, append([]string{"-B", fmt.Sprintf("%#x", int64(guestBase)), b.command}, args...)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	var said bytes.Buffer
	cmd.Stderr, cmd.Env = &said, quietEnvironment()
	in, err := cmd.StdinPipe()
	if err != nil {
		return figures{}, fmt.Errorf("make pipe: %w", err)
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return figures{}, fmt.Errorf("start %s: %w", program, err)
	}
	over, seen := make(chan struct{}), make(chan figures)
	go func() { seen <- b.watch(cmd.Process.Pid, over) }()
	fed := j.feed(in)
	in.Close()
	err = cmd.Wait()
	close(over)
	f := <-seen
	f.took = time.Since(start)
	if err != nil {
		return f, fmt.Errorf("%s %v: %w: %s", program, args, err, said.Bytes())
	}
	if fed != nil && !errors.Is(fed, syscall.EPIPE) {
		return f, fmt.Errorf("feed: %w", fed)
	}
	return f, nil
}

// quietEnvironment is that of this process without limits of its own on Go's memory.
func quietEnvironment() (env []string) {
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "GOMEMLIMIT=") && !strings.HasPrefix(v, "GOGC=") && !strings.HasPrefix(v, "GODEBUG=") {
			env = append(env, v)
		}
	}
	return env
}

// watch looks at the memory of a process until it is over.
func (b *bench) watch(pid int, over <-chan struct{}) (most figures) {
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	for {
		now := ownMemory(pid)
		if b.emulator != "" {
			text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps", pid)) // of a process that has ended there is none
			now = guestMemory(string(text))
		}
		if now.peak > most.peak {
			most = now
		}
		select {
		case <-over:
			return most
		case <-ticker.C:
		}
	}
}

// ownMemory returns the peak of a process so far (proc(5)).
func ownMemory(pid int) (f figures) {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(text)) {
		switch name, value, _ := strings.Cut(line, ":"); name {
		case "VmHWM":
			f.peak = kilobytes(value)
		case "RssFile":
			f.file = kilobytes(value)
		}
	}
	return f
}

// guestMemory returns what is resident of the guest's mappings.
func guestMemory(smaps string) (f figures) {
	guest, mapped := false, false
	for line := range strings.Lines(smaps) {
		words := strings.Fields(line)
		if from, _, ok := strings.Cut(words[0], "-"); ok {
			at, err := strconv.ParseUint(from, 16, 64)
			guest = err == nil && at >= guestBase && at < guestBase+guestSize
			mapped = len(words) > 5
			continue
		}
		if value, ok := strings.CutPrefix(line, "Rss:"); ok && guest {
			n := kilobytes(value)
			f.peak += n
			if mapped {
				f.file += n
			}
		}
	}
	return f
}

// kilobytes reads a number of them, as bytes.
func kilobytes(value string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 10, 64)
	return n << 10
}
