package live

import (
	"fmt"

	"golang.org/x/net/bpf"
)

const (
	// maxFilter is how many instructions a user's filter may have: the kernel's limit of 4096 less what stands before.
	maxFilter = 4096 - 8

	packetOutgoing = 4 // sll_pkttype
	wholeFrame     = 1<<31 - 1
)

// dropAll is the filter of a socket that is being set up or closed.
var dropAll = assemble(bpf.RetConstant{Val: 0})

// socketFilter returns the program for a socket: of what passes a loopback interface, which every packet does twice,
// only what is received; then what the user's filter lets through, cut to snaplen bytes.
func socketFilter(user []bpf.RawInstruction, snaplen int) []bpf.RawInstruction {
	keep := uint32(wholeFrame)
	if snaplen > 0 {
		keep = uint32(min(snaplen, wholeFrame))
	}
	program := assemble(
		bpf.LoadExtension{Num: bpf.ExtType},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: packetOutgoing, SkipTrue: 3},
		bpf.LoadExtension{Num: bpf.ExtLinkLayerType},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: hardwareLoopback, SkipTrue: 1},
		bpf.RetConstant{Val: 0},
	)
	if len(user) == 0 {
		return append(program, assemble(bpf.RetConstant{Val: keep})...)
	}
	program = append(program, assemble(bpf.LoadConstant{Dst: bpf.RegA})...)
	for _, i := range user {
		if i.Op == returnConstant {
			i.K = min(i.K, keep)
		}
		program = append(program, i)
	}
	return program
}

const returnConstant = 0x06 // BPF_RET|BPF_K

// assemble is for programs that are known to be well-formed.
func assemble(program ...bpf.Instruction) []bpf.RawInstruction {
	raw, err := bpf.Assemble(program)
	if err != nil {
		panic(fmt.Sprintf("live: %v", err))
	}
	return raw
}
