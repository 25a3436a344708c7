package live

import "golang.org/x/net/bpf"

const (
	// maxFilter is the maximum number of instructions of a user's filter: the kernel's limit of 4096 minus the
	// preceding ones.
	maxFilter = 4096 - 8

	packetOutgoing = 4 // sll_pkttype
	wholeFrame     = 1<<31 - 1
)

// dropAll is the filter of a socket during setup and closing.
var dropAll = []bpf.RawInstruction{op(returnConstant, 0)}

// socketFilter returns the program for a socket. On a loopback interface, which each packet passes twice, it accepts
// only received packets. It then applies the user's filter and cuts frames to snaplen bytes.
func socketFilter(user []bpf.RawInstruction, snaplen int) []bpf.RawInstruction {
	keep := uint32(wholeFrame)
	if snaplen > 0 {
		keep = uint32(min(snaplen, wholeFrame))
	}
	program := []bpf.RawInstruction{
		op(loadAt4, ancillaryType),
		{Op: jumpEqual, K: packetOutgoing, Jf: 3},
		op(loadAt4, ancillaryHardware),
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
