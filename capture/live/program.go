package live

import "golang.org/x/net/bpf"

// The operations of programs for the kernel (include/uapi/linux/bpf_common.h): what is loaded goes into A, with X as
// an offset where that is said.
const (
	loadBehindX1   = 0x50 // BPF_LD|BPF_B|BPF_IND
	loadBehindX4   = 0x40 // BPF_LD|BPF_W|BPF_IND
	loadAt2        = 0x28 // BPF_LD|BPF_H|BPF_ABS
	loadAt4        = 0x20 // BPF_LD|BPF_W|BPF_ABS
	setA           = 0x00 // BPF_LD|BPF_IMM
	setX           = 0x01 // BPF_LDX|BPF_IMM
	loadScratchX   = 0x61 // BPF_LDX|BPF_MEM
	storeScratchA  = 0x02 // BPF_ST
	storeScratchX  = 0x03 // BPF_STX
	multiply       = 0x24 // BPF_ALU|BPF_MUL|BPF_K
	shiftRight     = 0x74 // BPF_ALU|BPF_RSH|BPF_K
	xorX           = 0xac // BPF_ALU|BPF_XOR|BPF_X
	jumpAlways     = 0x05 // BPF_JMP|BPF_JA
	jumpEqual      = 0x15 // BPF_JMP|BPF_JEQ|BPF_K
	returnConstant = 0x06 // BPF_RET|BPF_K
	returnA        = 0x16 // BPF_RET|BPF_A
)

// Where loadAt4 finds what the kernel keeps beside the frame (SKF_AD_OFF in include/uapi/linux/filter.h).
const (
	besideType     = 0xfffff000 + 4  // whom the packet is for, of packet(7)
	besideHardware = 0xfffff000 + 28 // the hardware type of the interface
)

func op(code uint16, k uint32) bpf.RawInstruction { return bpf.RawInstruction{Op: code, K: k} }
