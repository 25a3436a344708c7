package filter

// Classic BPF (McCanne and Jacobson, The BSD Packet Filter, USENIX 1993): classes, modes and operations of the code of
// an instruction.
const (
	classLD   = 0x00
	classLDX  = 0x01
	classST   = 0x02
	classSTX  = 0x03
	classALU  = 0x04
	classJMP  = 0x05
	classRET  = 0x06
	classMISC = 0x07

	sizeW = 0x00
	sizeH = 0x08
	sizeB = 0x10

	modeIMM = 0x00
	modeABS = 0x20
	modeIND = 0x40
	modeMEM = 0x60
	modeLEN = 0x80
	modeMSH = 0xa0

	sourceX = 0x08

	aluAdd = 0x00
	aluSub = 0x10
	aluMul = 0x20
	aluDiv = 0x30
	aluOr  = 0x40
	aluAnd = 0x50
	aluLsh = 0x60
	aluRsh = 0x70
	aluNeg = 0x80
	aluMod = 0x90
	aluXor = 0xa0

	jumpAlways  = 0x00
	jumpEqual   = 0x10
	jumpGreater = 0x20
	jumpAtLeast = 0x30
	jumpSet     = 0x40

	miscTAX = 0x00
	miscTXA = 0x80
)

const (
	scratchCells = 16
	acceptAll    = 1 << 18 // return value of an accepting program: bytes of the frame to keep
)

// Ancillary data of Linux (linux/filter.h): loads from this offset.
const (
	ancillary        = 0xfffff000
	ancillaryPktType = 4
	ancillaryTag     = 44
	ancillaryTagged  = 48

	packetOutgoing = 4 // linux/if_packet.h
)

// compute returns a op b, and false for a division by zero.
func compute(op uint16, a, b uint32) (result uint32, ok bool) {
	switch op {
	case aluAdd:
		return a + b, true
	case aluSub:
		return a - b, true
	case aluMul:
		return a * b, true
	case aluOr:
		return a | b, true
	case aluAnd:
		return a & b, true
	case aluXor:
		return a ^ b, true
	case aluLsh:
		return a << b, true
	case aluRsh:
		return a >> b, true
	case aluNeg:
		return -a, true
	}
	if b == 0 {
		return 0, false
	}
	if op == aluDiv {
		return a / b, true
	}
	return a % b, op == aluMod
}

// holds reports whether the condition of a conditional jump holds.
func holds(jump uint16, a, b uint32) bool {
	switch jump {
	case jumpEqual:
		return a == b
	case jumpGreater:
		return a > b
	case jumpAtLeast:
		return a >= b
	}
	return a&b != 0
}
