package filter

import (
	"slices"

	"golang.org/x/net/bpf"
)

// maxInstructions bounds a program; that of a live one is the kernel's (BPF_MAXINSNS).
const (
	maxInstructions     = 1 << 16
	maxLiveInstructions = 4096
)

// maxJump is how far a conditional jump reaches.
const maxJump = 255

type instruction = bpf.RawInstruction

// layout turns a graph into a program.
func (g *graph) layout(limit, cells int) []instruction {
	steps := g.order()
	generate(steps, cells)
	// The program is put together from its end, where every distance is known.
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

// leave returns the instructions that lead on from s, behind which come so many instructions.
func (s *step) leave(behind int) []instruction {
	if s.isEnd() {
		return []instruction{{Op: classRET, K: uint32(bit(s.op == condTrue)) * acceptAll}}
	}
	no, yes := behind-s.next[0].end, behind-s.next[1].end
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
	// Where one way is too far, an instruction follows that goes it; both may be.
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
