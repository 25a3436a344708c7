package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/nfstream/nfstream-go/bench/internal/resident"
)

// cost is what a process took.
type cost struct {
	// cpu is the seconds of user and system time, wall those that passed, and memory the peak of resident bytes.
	cpu, wall, memory float64
}

// least returns the lesser of both in each: what else the machine does only adds.
func (c cost) least(o cost) cost {
	return cost{min(c.cpu, o.cpu), min(c.wall, o.wall), min(c.memory, o.memory)}
}

// measure runs a job.
func (b *bench) measure(ctx context.Context, j job) (cost, error) {
	program := b.command
	if j.self {
		var err error
		if program, err = os.Executable(); err != nil {
			return cost{}, fmt.Errorf("find this program: %w", err)
		}
	}
	cmd := exec.CommandContext(ctx, program, j.args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	in, err := cmd.StdinPipe()
	if err != nil {
		return cost{}, fmt.Errorf("make pipe: %w", err)
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return cost{}, fmt.Errorf("start %s: %w", program, err)
	}
	fed := j.feed(in)
	if errors.Is(fed, syscall.EPIPE) {
		fed = nil // what it says itself is the reason
	}
	in.Close()
	if err := cmd.Wait(); err != nil {
		return cost{}, fmt.Errorf("%s %v: %w: %s", program, j.args, err, said.Bytes())
	}
	if fed != nil {
		return cost{}, fmt.Errorf("feed: %w", fed)
	}
	state := cmd.ProcessState
	return cost{cpu: (state.UserTime() + state.SystemTime()).Seconds(), wall: time.Since(start).Seconds(),
		memory: float64(resident.Peak(state))}, nil
}
