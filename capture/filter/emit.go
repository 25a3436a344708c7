package filter

import (
	"slices"

	"golang.org/x/net/bpf"
)

// maxInstructions bounds a program. The bound of a live program is the kernel's BPF_MAXINSNS.
const (
	maxInstructions     = 1 << 16
	maxLiveInstructions = 4096
)

// maxJump is the maximum distance of a conditional jump.
const maxJump = 255

type instruction = bpf.RawInstruction

// layout converts a graph to a program.
func (g *graph) layout(limit, cells int) []instruction {
	steps := g.order()
	generate(steps, cells)
	// The program is built from its end, so that all distances are known.
	var reversed []instruction
	for i := len(steps) - 1; i >= 0; i-- {
		s := steps[i]
		jumps := s.leave(len(reversed))
		for j := len(jumps) - 1; j >= 0; j-- {
			reversed = append(reversed, jumps[j])
		}
		for j := len(s.code) - 1; j >= 0; j-- {
			reversed = append(reversed, s.code[j])
		}
		s.end = len(reversed)
		if len(reversed) > limit {
			fail(0, "the program has more than %d instructions", limit)
		}
	}
	slices.Reverse(reversed)
	return reversed
}

// leave returns the jumps at the end of s; after is the number of instructions that follow.
func (s *step) leave(after int) []instruction {
	if s.isEnd() {
		return []instruction{{Op: classRET, K: uint32(bit(s.op == condTrue)) * acceptAll}}
	}
	no, yes := after-s.next[0].end, after-s.next[1].end
	if s.op == condLet || no == yes {
		if yes == 0 {
			return nil
		}
		return []instruction{{Op: classJMP | jumpAlways, K: uint32(yes)}}
	}
	op, k := classJMP|s.jump, s.k
	if s.w != nil {
		op, k = op|sourceX, 0
	}
	// A branch that is too long goes through an additional jump instruction. Both branches may need one.
	var far []instruction
	farNo, farYes := no > maxJump-2, yes > maxJump-2
	if farNo {
		far = append(far, instruction{Op: classJMP | jumpAlways, K: uint32(no)})
	}
	if farYes {
		far = append([]instruction{{Op: classJMP | jumpAlways, K: uint32(yes + len(far))}}, far...)
	}
	jf, jt := no+len(far), yes+len(far)
	if farYes {
		jt = 0
	}
	if farNo {
		jf = len(far) - 1
	}
	return append([]instruction{{Op: op, Jt: uint8(jt), Jf: uint8(jf), K: k}}, far...)
}
