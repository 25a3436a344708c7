package main

import (
	"fmt"
	"os/exec"
	"time"

	"github.com/nfstream/nfstream-go/bench/internal/resident"
)

// usage is the resource usage of one run of a program.
type usage struct {
	wall, user, sys time.Duration
	// rss is the peak of resident memory in bytes, of the largest process if there are several; 0 if unknown. A
	// process starts as a copy of its parent and inherits its peak: values up to floor, the parent's peak, are
	// unknown.
	rss, floor int64
	// all is the largest sampled sum of memory of all processes of the program in bytes, in the untimed run; 0 if
	// unknown.
	all int64
}

// cpu is the time of processors, those of processes that the program started and waited for among them.
func (u usage) cpu() time.Duration { return u.user + u.sys }

// memory is the larger of the two figures there are: the one of the kernel misses nothing of one process, and the sum
// misses none of several. It is 0 where neither is known.
func (u usage) memory() int64 {
	if u.rss <= u.floor {
		return u.all
	}
	return max(u.rss, u.all)
}

// graceTime is how long after the end of a program what it has left running may keep its standard error.
const graceTime = 5 * time.Second

// measure runs a program to its end, and looks at the memory of all its processes meanwhile where that is asked for.
// What it writes goes nowhere.
func measure(cmd *exec.Cmd, together bool) (usage, error) {
	complaint := tail{limit: 500}
	cmd.Stderr = &complaint
	cmd.WaitDelay = graceTime
	ownGroup(cmd)
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return usage{}, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	end := func() int64 { return 0 }
	if together {
		end = watchGroup(cmd.Process.Pid)
	}
	err := cmd.Wait()
	wall := time.Since(begin)
	all := end()
	if err != nil {
		return usage{}, fmt.Errorf("run %s: %w: %s", cmd.Path, err, complaint.kept)
	}
	state := cmd.ProcessState
	used := usage{wall: wall, user: state.UserTime(), sys: state.SystemTime(), all: all}
	used.rss, used.floor = resident.Peak(state), resident.OwnPeak()
	return used, nil
}

// tail keeps the last bytes that are written to it.
type tail struct {
	limit int
	kept  []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.kept = append(t.kept, b[max(0, len(b)-t.limit):]...)
	if over := len(t.kept) - t.limit; over > 0 {
		t.kept = append(t.kept[:0], t.kept[over:]...)
	}
	return len(b), nil
}
