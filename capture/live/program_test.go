package live

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
)

// assemble assembles a well-formed program.
func assemble(program ...bpf.Instruction) []bpf.RawInstruction {
	raw, err := bpf.Assemble(program)
	if err != nil {
		panic(err)
	}
	return raw
}

// TestOperations compares the operations with those of x/net's assembler.
func TestOperations(t *testing.T) {
	for _, c := range []struct {
		want bpf.Instruction
		is   bpf.RawInstruction
	}{
		{bpf.LoadIndirect{Off: 7, Size: 1}, op(loadFromX1, 7)},
		{bpf.LoadIndirect{Off: 7, Size: 4}, op(loadFromX4, 7)},
		{bpf.LoadAbsolute{Off: 7, Size: 2}, op(loadAt2, 7)},
		{bpf.LoadExtension{Num: bpf.ExtType}, op(loadAt4, ancillaryType)},
		{bpf.LoadExtension{Num: bpf.ExtLinkLayerType}, op(loadAt4, ancillaryHardware)},
		{bpf.LoadConstant{Dst: bpf.RegA, Val: 7}, op(setA, 7)},
		{bpf.LoadConstant{Dst: bpf.RegX, Val: 7}, op(setX, 7)},
		{bpf.LoadScratch{Dst: bpf.RegX, N: 7}, op(loadScratchX, 7)},
		{bpf.StoreScratch{Src: bpf.RegA, N: 7}, op(storeScratchA, 7)},
		{bpf.StoreScratch{Src: bpf.RegX, N: 7}, op(storeScratchX, 7)},
		{bpf.ALUOpConstant{Op: bpf.ALUOpMul, Val: 7}, op(multiply, 7)},
		{bpf.ALUOpConstant{Op: bpf.ALUOpShiftRight, Val: 7}, op(shiftRight, 7)},
		{bpf.ALUOpX{Op: bpf.ALUOpXor}, op(xorX, 0)},
		{bpf.Jump{Skip: 7}, op(jumpAlways, 7)},
		{bpf.JumpIf{Cond: bpf.JumpEqual, Val: 7}, op(jumpEqual, 7)},
		{bpf.RetConstant{Val: 7}, op(returnConstant, 7)},
		{bpf.RetA{}, op(returnA, 0)},
	} {
		require.Equal(t, assemble(c.want)[0], c.is, "%v", c.want)
	}
}
