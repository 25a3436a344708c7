package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"time"
)

// usage is what one run of a program took.
type usage struct {
	wall, user, sys time.Duration
	// rss is the peak of resident memory in bytes, of the largest process where the program starts some; 0 where the
	// system does not tell.
	rss int64
}

// cpu is the time of processors, those of processes that the program started and waited for among them.
func (u usage) cpu() time.Duration { return u.user + u.sys }

// measure runs a program to its end. What it writes goes nowhere.
func measure(cmd *exec.Cmd) (usage, error) {
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	begin := time.Now()
	err := cmd.Run()
	wall := time.Since(begin)
	if err != nil {
		return usage{}, fmt.Errorf("run %s: %w: %s", cmd.Path, err, last(complaint.Bytes(), 500))
	}
	state := cmd.ProcessState
	return usage{wall: wall, user: state.UserTime(), sys: state.SystemTime(), rss: peak(state)}, nil
}

func last(b []byte, n int) []byte { return b[max(0, len(b)-n):] }
