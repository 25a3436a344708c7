package cli

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/nfstream/nfstream-go"
)

const (
	// programBytes is the part of --memory for the program itself: about 5.5 MiB of its pages are resident. The
	// library gets the rest. Pages beyond programBytes are above the bound.
	programBytes = 4 << 20
	// pressBytes is the memory for writing compressed files: rows of a member, and the compressor.
	pressBytes = 3 << 19
	// garbagePercent makes the garbage collector run slightly more often than by default, to save memory on small
	// machines.
	garbagePercent = 50
)

// bound is --memory: total bytes, 0 for the library's default, nfstream.Unlimited for no bound, and the bytes that
// are not for the library.
type bound struct{ bytes, own int }

// bound returns the bound of a run that writes rows.
func (p *parameters) bound() bound {
	b := bound{p.memory, programBytes}
	for i := range p.outlets {
		if strings.HasSuffix(p.outlets[i].to, ".gz") {
			b.own += pressBytes
		}
		if len(p.outlets) > 1 {
			b.own += p.outlets[i].queue
		}
	}
	return b
}

// give sets the library's part. The library chooses the size of rings unless --ring-size is given.
func (b bound) give(c *nfstream.Config, unasked int) {
	if b.bytes <= 0 {
		c.Memory = b.bytes
		return
	}
	c.Memory = max(b.bytes-b.own, 1)
	if c.RingSize == unasked {
		c.RingSize = 0
	}
}

// begin limits the runtime to the bound, until within sets a better limit.
func (b bound) begin() {
	if b.bytes <= 0 {
		return
	}
	smallPages()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	limitRuntime(int64(b.bytes))
}

// within limits the runtime to the memory that an open stream leaves.
func (b bound) within(s *nfstream.Streamer) {
	switch budget := s.Budget(); {
	case b.bytes > 0:
		limitRuntime(budget.RuntimeLimit() + int64(b.own-programBytes))
	case budget.Total() > 0: // by default
		limitRuntime(budget.RuntimeLimit() + int64(b.own))
	}
}

// limitRuntime sets the memory limit of the Go runtime, unless the environment sets it.
func limitRuntime(bytes int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(bytes)
	}
}

// word converts an error about a bound that is too small to terms of --memory.
func (b bound) word(err error) error {
	var parameter *nfstream.ParameterError
	if errors.As(err, &parameter) && parameter.Least > 0 {
		const unit = 256 << 10
		least := (parameter.Least + b.own + unit - 1) / unit * unit
		parameter.Reason = fmt.Sprintf("is %v: want at least %v for these options", size{&b.bytes}, size{&least})
	}
	return err
}

// memorySize is the value of --memory: a number of bytes, or unlimited.
type memorySize struct{ size }

func (v memorySize) String() string {
	if v.at != nil && *v.at == nfstream.Unlimited {
		return unlimited
	}
	if v.at != nil && *v.at == 0 {
		return ""
	}
	return v.size.String()
}

func (v memorySize) Set(s string) error {
	if s == unlimited {
		*v.at = nfstream.Unlimited
		return nil
	}
	return v.size.Set(s)
}
