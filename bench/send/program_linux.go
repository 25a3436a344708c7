package main

import (
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
)

// Return values of XDP programs (linux/bpf.h).
const (
	xdpDrop = 1
	xdpPass = 2
)

func returning(action int32) asm.Instructions {
	return asm.Instructions{asm.Mov.Imm(asm.R0, action), asm.Return()}
}

// The state of a program is how many frames it has passed up and when it began, by the kernel's monotonic clock.
const (
	sentAt, beganAt = 0, 8
	stateSize       = 16
)

// task is the task of a program: the number of frames to pass, by cycling through the stored ones, and the rate per
// second, 0 for the maximum.
type task struct{ stored, packets, rate int }

// The registers that calls leave alone.
const (
	ctx    = asm.R6
	sent   = asm.R7
	state  = asm.R8
	frame  = asm.R8 // once the state is no longer needed
	due    = asm.R9
	length = asm.R9 // once it is due
)

const keyOnStack = -4

// lookUp has R0 point to the value of the key on the stack.
func lookUp(m *ebpf.Map) asm.Instructions {
	return asm.Instructions{
		asm.LoadMapPtr(asm.R1, m.FD()), asm.Mov.Reg(asm.R2, asm.R10), asm.Add.Imm(asm.R2, keyOnStack),
		asm.FnMapLookupElem.Call(), asm.JEq.Imm(asm.R0, 0, "drop"),
	}
}

// compile returns a program that makes a frame of maxFrame bytes the next of the stored ones, and drops it where its task
// is done. It is to run on one CPU at a time.
func compile(frames, states *ebpf.Map, t task) asm.Instructions {
	code := asm.Instructions{asm.Mov.Reg(ctx, asm.R1), asm.StoreImm(asm.R10, keyOnStack, 0, asm.Word)}
	code = append(code, lookUp(states)...)
	code = append(code, asm.Mov.Reg(state, asm.R0), asm.LoadMem(sent, state, sentAt, asm.DWord),
		asm.LoadImm(asm.R1, int64(t.packets), asm.DWord), asm.JGE.Reg(sent, asm.R1, "drop"),
		asm.Mov.Reg(asm.R1, sent), asm.Add.Imm(asm.R1, 1), asm.StoreMem(state, sentAt, asm.R1, asm.DWord))
	if t.rate > 0 {
		code = append(code, pace(t.rate)...)
	}
	code = append(code, asm.Mod.Imm(sent, int32(t.stored)), asm.StoreMem(asm.R10, keyOnStack, sent, asm.Word))
	code = append(code, lookUp(frames)...)
	code = append(code, fill()...)
	code = append(code, returning(xdpPass)...)
	drop := returning(xdpDrop)
	drop[0] = drop[0].WithSymbol("drop")
	return append(code, drop...)
}

// pace waits until the frame is due, at most about 25 microseconds, because the kernel must verify that the loop
// ends.
func pace(rate int) asm.Instructions {
	const looks = 1000
	left := sent // its own value is on the stack meanwhile
	const kept = -16
	return asm.Instructions{
		asm.LoadMem(due, state, beganAt, asm.DWord), asm.JNE.Imm(due, 0, "begun"),
		asm.FnKtimeGetNs.Call(), asm.Mov.Reg(due, asm.R0), asm.StoreMem(state, beganAt, due, asm.DWord),
		asm.StoreMem(asm.R10, kept, sent, asm.DWord).WithSymbol("begun"),
		asm.Mul.Imm(sent, int32(time.Second)), asm.Div.Imm(sent, int32(rate)), asm.Add.Reg(due, sent),
		asm.Mov.Imm(left, looks),
		asm.FnKtimeGetNs.Call().WithSymbol("look"), asm.JGE.Reg(asm.R0, due, "go"),
		asm.Sub.Imm(left, 1), asm.JNE.Imm(left, 0, "look"),
		asm.LoadMem(sent, asm.R10, kept, asm.DWord).WithSymbol("go"),
	}
}

// fill makes the frame the record that R0 points to.
func fill() asm.Instructions {
	return asm.Instructions{
		asm.Mov.Reg(frame, asm.R0), asm.LoadMem(length, frame, 0, asm.Word),
		asm.JLT.Imm(length, minFrame, "drop"), asm.JGT.Imm(length, maxFrame, "drop"),
		asm.Mov.Reg(asm.R1, ctx), asm.Mov.Reg(asm.R2, length), asm.Sub.Imm(asm.R2, maxFrame),
		asm.FnXdpAdjustTail.Call(), asm.JNE.Imm(asm.R0, 0, "drop"),
		asm.Mov.Reg(asm.R1, ctx), asm.Mov.Imm(asm.R2, 0), asm.Mov.Reg(asm.R3, frame),
		asm.Add.Imm(asm.R3, lengthSize), asm.Mov.Reg(asm.R4, length),
		asm.FnXdpStoreBytes.Call(), asm.JNE.Imm(asm.R0, 0, "drop"),
	}
}
