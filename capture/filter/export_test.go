package filter

import (
	"golang.org/x/net/bpf"

	"github.com/nfstream/nfstream-go/packet"
)

// Foreign is a program of another compiler, which may jump back.
type Foreign []operation

// NewForeign returns the program that the instructions are.
func NewForeign(program []bpf.RawInstruction) Foreign { return ready(program) }

// Match runs the program.
func (f Foreign) Match(frame []byte, wireLength uint32) bool { return run(f, frame, wireLength) }

// LinkName returns what errors call a link type.
func LinkName(l packet.LinkType) string { return linkName(l) }
