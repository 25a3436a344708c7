package main

import (
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"
)

const (
	// lookEvery is the minimum interval of sampling the memory of a group.
	lookEvery = 5 * time.Millisecond
	// lookShare is the ratio of the pause after a sample to the duration of the sample, because sampling stops the
	// processes.
	lookShare = 5
	// lookAfter is the maximum pause, independent of the duration of the sample.
	lookAfter = 200 * time.Millisecond
)

// watchGroup samples the memory of a process group until the returned function is called. That function returns the
// maximum in bytes, 0 if /proc does not report it.
func watchGroup(group int) (end func() int64) {
	over, most := make(chan struct{}), make(chan int64)
	go func() {
		var high int64
		proc := os.DirFS("/proc")
		for {
			begin := time.Now()
			high = max(high, groupMemory(proc, group))
			pause := time.NewTimer(min(max(lookEvery, lookShare*time.Since(begin)), lookAfter))
			select {
			case <-over:
				pause.Stop()
				most <- high
				return
			case <-pause.C:
			}
		}
	}()
	return func() int64 {
		close(over)
		return <-most
	}
}

// groupMemory adds up the proportional set sizes of the processes of a group, in bytes: pages that several share count
// once in all. Processes that end meanwhile count as nothing.
func groupMemory(proc fs.FS, group int) int64 {
	entries, err := fs.ReadDir(proc, ".")
	if err != nil {
		return 0
	}
	var sum int64
	for _, e := range entries {
		if _, err := strconv.Atoi(e.Name()); err != nil {
			continue
		}
		stat, err := fs.ReadFile(proc, e.Name()+"/stat")
		if err != nil || groupOf(string(stat)) != group {
			continue
		}
		if rollup, err := fs.ReadFile(proc, e.Name()+"/smaps_rollup"); err == nil {
			sum += kilobytes(string(rollup), "Pss:") * 1024
		}
	}
	return sum
}

// groupOf returns the process group in the text of /proc/PID/stat (proc(5)), or 0. The name in brackets may hold
// anything.
func groupOf(stat string) int {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 3 {
		return 0
	}
	group, err := strconv.Atoi(fields[2])
	if err != nil {
		return 0
	}
	return group
}

// kilobytes returns the number in the first line of a file of /proc that begins with a name, or 0.
func kilobytes(text, name string) int64 {
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(line, name)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
		if err != nil || n < 0 {
			return 0
		}
		return n
	}
	return 0
}
