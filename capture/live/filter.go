package live

import "golang.org/x/net/bpf"

const (
	// maxFilter is how many instructions a user's filter may have: the kernel's limit of 4096 less what stands before.
	maxFilter = 4096 - 8

	packetOutgoing = 4 // sll_pkttype
	wholeFrame     = 1<<31 - 1
)

// dropAll is the filter of a socket that is being set up or closed.
var dropAll = []bpf.RawInstruction{op(returnConstant, 0)}

// socketFilter returns the program for a socket: of what passes a loopback interface, which every packet does twice,
// only what is received; then what the user's filter lets through, cut to snaplen bytes.
func socketFilter(user []bpf.RawInstruction, snaplen int) []bpf.RawInstruction {
	keep := uint32(wholeFrame)
	if snaplen > 0 {
		keep = uint32(min(snaplen, wholeFrame))
	}
	program := []bpf.RawInstruction{
		op(loadAt4, besideType),
		{Op: jumpEqual, K: packetOutgoing, Jf: 3},
		op(loadAt4, besideHardware),
		{Op: jumpEqual, K: hardwareLoopback, Jf: 1},
		op(returnConstant, 0),
	}
	if len(user) == 0 {
		return append(program, op(returnConstant, keep))
	}
	program = append(program, op(setA, 0))
	for _, i := range user {
		if i.Op == returnConstant {
			i.K = min(i.K, keep)
		}
		program = append(program, i)
	}
	return program
}
