package live

import "golang.org/x/net/bpf"

// The operations of programs for the kernel (include/uapi/linux/bpf_common.h). Loads go to A; those with X add X to
// the offset.
const (
	loadFromX1     = 0x50 // BPF_LD|BPF_B|BPF_IND
	loadFromX4     = 0x40 // BPF_LD|BPF_W|BPF_IND
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

// Offsets of ancillary data for loadAt4 (SKF_AD_OFF in include/uapi/linux/filter.h).
const (
	ancillaryType     = 0xfffff000 + 4  // packet type, see packet(7)
	ancillaryHardware = 0xfffff000 + 28 // the hardware type of the interface
)

func op(code uint16, k uint32) bpf.RawInstruction { return bpf.RawInstruction{Op: code, K: k} }
