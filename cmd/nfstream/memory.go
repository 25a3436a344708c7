package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live"
)

const (
	// programBytes is what --memory leaves to the program itself, whose own pages are in memory as far as they are used,
	// 7 MiB or so: the library gets so much less. What they take beyond that is above the bound.
	programBytes = 4 << 20
	// pressBytes is what writing compressed files takes: rows of a member, and the compressor.
	pressBytes = 3 << 19
	// garbagePercent has the collector run a little more often than by default, so that memory is not kept for long which
	// others on a small machine may need.
	garbagePercent = 50
)

// ownBytes returns what of --memory the library does not get.
func (p *parameters) ownBytes() int {
	if strings.HasSuffix(p.output, ".gz") {
		return programBytes + pressBytes
	}
	return programBytes
}

// boundMemory gives the library its part of --memory, if that is set.
func (p *parameters) boundMemory(c *nfstream.Config) {
	if p.memory == 0 {
		return
	}
	c.Memory = max(p.memory-p.ownBytes(), 1)
	if c.RingSize == live.DefaultRingSize {
		c.RingSize = 0 // up to the library
	}
}

// boundRuntime has the runtime keep to --memory, if that is set, until keepWithin knows better.
func (p *parameters) boundRuntime() {
	if p.memory == 0 {
		return
	}
	smallPages()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	limitRuntime(int64(p.memory))
}

// keepWithin has the runtime keep to what a stream that is open leaves it.
func (p *parameters) keepWithin(s *nfstream.Streamer) {
	if budget := s.Budget(); p.memory > 0 {
		limitRuntime(budget.RuntimeLimit() + int64(p.ownBytes()-programBytes))
	}
}

// limitRuntime sets the limit of Go's memory, unless the user did in the environment.
func limitRuntime(bytes int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(bytes)
	}
}

// wordMemory says in terms of --memory what a bound that is too small would have to be.
func (p *parameters) wordMemory(err error) error {
	var parameter *nfstream.ParameterError
	if errors.As(err, &parameter) && parameter.Least > 0 {
		const unit = 256 << 10
		least := (parameter.Least + p.ownBytes() + unit - 1) / unit * unit
		parameter.Reason = fmt.Sprintf("is %v: want at least %v for these options", size{&p.memory}, size{&least})
	}
	return err
}
