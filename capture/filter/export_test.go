package filter

import (
	"golang.org/x/net/bpf"

	"github.com/nfstream/nfstream-go/packet"
)

// Foreign is a program of another compiler, which may contain backward jumps.
type Foreign []operation

// NewForeign returns the program with the given instructions.
func NewForeign(program []bpf.RawInstruction) Foreign { return ready(program) }

// Match runs the program.
func (f Foreign) Match(frame []byte, wireLength uint32) bool { return run(f, frame, wireLength) }

// LinkName returns the name of a link type in errors.
func LinkName(l packet.LinkType) string { return linkName(l) }
