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
	// programBytes is what --memory leaves to the program itself, whose own pages are in memory as far as they are used,
	// 5.5 MiB or so: the library gets so much less. What they take beyond that is above the bound.
	programBytes = 4 << 20
	// pressBytes is what writing compressed files takes: rows of a member, and the compressor.
	pressBytes = 3 << 19
	// garbagePercent has the collector run a little more often than by default, so that memory is not kept for long which
	// others on a small machine may need.
	garbagePercent = 50
)

// bound is --memory: bytes in all, 0 for the library's default, nfstream.Unlimited for no bound, and those of them that
// the library does not get.
type bound struct{ bytes, own int }

// bound returns what --memory says of a run that writes rows.
func (p *parameters) bound() bound {
	b := bound{p.memory, programBytes}
	if strings.HasSuffix(p.output, ".gz") {
		b.own += pressBytes
	}
	return b
}

// give gives the library its part. Rings of the size that nobody asked for are up to the library.
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

// begin has the runtime keep to the bound, until within knows better.
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

// within has the runtime keep to what a stream that is open leaves it.
func (b bound) within(s *nfstream.Streamer) {
	switch budget := s.Budget(); {
	case b.bytes > 0:
		limitRuntime(budget.RuntimeLimit() + int64(b.own-programBytes))
	case budget.Total() > 0: // by default
		limitRuntime(budget.RuntimeLimit() + int64(b.own))
	}
}

// limitRuntime sets the limit of Go's memory, unless the user did in the environment.
func limitRuntime(bytes int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(bytes)
	}
}

// word says in terms of --memory what a bound that is too small would have to be.
func (b bound) word(err error) error {
	var parameter *nfstream.ParameterError
	if errors.As(err, &parameter) && parameter.Least > 0 {
		const unit = 256 << 10
		least := (parameter.Least + b.own + unit - 1) / unit * unit
		parameter.Reason = fmt.Sprintf("is %v: want at least %v for these options", size{&b.bytes}, size{&least})
	}
	return err
}

// memorySize is the value of --memory: a number of bytes, or the word for no bound.
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
