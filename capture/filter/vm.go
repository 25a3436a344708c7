package filter

import "encoding/binary"

// operation is a prepared instruction. The frequent ones have consecutive numbers.
type operation struct {
	quick  quick
	code   uint8 // instruction code; all are below 256
	jt, jf uint8
	k      uint32
}

type quick uint8

const (
	quickOther quick = iota
	quickByte        // loads at k
	quickShort
	quickLong
	quickByteX // loads at X + k
	quickShortX
	quickLongX
	quickIHL
	quickEqual
	quickGreater
	quickAtLeast
	quickSet
	quickReturn
)

var quickCodes = map[uint16]quick{
	classLD | sizeB | modeABS: quickByte, classLD | sizeH | modeABS: quickShort, classLD | sizeW | modeABS: quickLong,
	classLD | sizeB | modeIND: quickByteX, classLD | sizeH | modeIND: quickShortX, classLD | sizeW | modeIND: quickLongX,
	classLDX | modeMSH | sizeB: quickIHL, classRET: quickReturn,
	classJMP | jumpEqual: quickEqual, classJMP | jumpGreater: quickGreater, classJMP | jumpAtLeast: quickAtLeast,
	classJMP | jumpSet: quickSet,
}

func ready(program []instruction) []operation {
	ops := make([]operation, len(program))
	for i, in := range program {
		ops[i] = operation{quickCodes[in.Op], uint8(in.Op), in.Jt, in.Jf, in.K}
	}
	return ops
}

// run reports whether a program accepts the frame. A load beyond the end of the frame and a division by zero reject
// it; a shift by 32 or more gives 0. The only ancillary data is that no VLAN tag was stripped.
func run(program []operation, frame []byte, wireLength uint32) bool {
	m := vm{length: wireLength}
	for pc := 0; pc < len(program); pc++ {
		o := &program[pc]
		at, yes := uint64(o.k), false
		switch o.quick {
		case quickByteX, quickShortX, quickLongX:
			if at += uint64(m.x); !m.load(o.quick-quickByteX, frame, at) {
				return false
			}
			continue
		case quickByte, quickShort, quickLong:
			if !m.load(o.quick-quickByte, frame, at) && !m.loadAncillary(o.k) {
				return false
			}
			continue
		case quickIHL:
			if at >= uint64(len(frame)) {
				return false
			}
			m.x = uint32(frame[at]&0xf) << 2
			continue
		case quickEqual:
			yes = m.a == o.k
		case quickGreater:
			yes = m.a > o.k
		case quickAtLeast:
			yes = m.a >= o.k
		case quickSet:
			yes = m.a&o.k != 0
		case quickReturn:
			return o.k != 0
		default:
			skip, ok := m.move(o)
			if !ok {
				return false
			}
			pc += skip
			continue
		}
		if yes {
			pc += int(o.jt)
		} else {
			pc += int(o.jf)
		}
	}
	return false
}

type vm struct {
	a, x, length uint32
	cells        [scratchCells]uint32
}

// load loads one, two or four bytes.
func (m *vm) load(size quick, frame []byte, at uint64) bool {
	n := uint64(1) << size
	if at+n > uint64(len(frame)) {
		return false
	}
	b := frame[at : at+n]
	switch size {
	case 0:
		m.a = uint32(b[0])
	case 1:
		m.a = uint32(binary.BigEndian.Uint16(b))
	default:
		m.a = binary.BigEndian.Uint32(b)
	}
	return true
}

func (m *vm) loadAncillary(k uint32) bool {
	m.a = 0
	return k == ancillary+ancillaryTag || k == ancillary+ancillaryTagged
}

// move executes operations that neither test nor load from the frame. It returns the number of operations to skip.
func (m *vm) move(o *operation) (skip int, ok bool) {
	cell := o.k % scratchCells
	switch o.code {
	case classJMP | jumpAlways:
		return int(int32(o.k)), true
	case classLD | modeIMM:
		m.a = o.k
	case classLD | modeLEN:
		m.a = m.length
	case classLD | modeMEM:
		m.a = m.cells[cell]
	case classLDX | modeIMM:
		m.x = o.k
	case classLDX | modeLEN:
		m.x = m.length
	case classLDX | modeMEM:
		m.x = m.cells[cell]
	case classST:
		m.cells[cell] = m.a
	case classSTX:
		m.cells[cell] = m.x
	case classMISC | miscTAX:
		m.x = m.a
	case classMISC | miscTXA:
		m.a = m.x
	default:
		return m.calc(o)
	}
	return 0, true
}

// calc computes, or compares with X.
func (m *vm) calc(o *operation) (skip int, ok bool) {
	operand, op := o.k, uint16(o.code&0xf0)
	if o.code&sourceX != 0 {
		operand = m.x
	}
	if o.code&0x07 == classALU {
		m.a, ok = compute(op, m.a, operand)
		return 0, ok
	}
	if holds(op, m.a, operand) {
		return int(o.jt), true
	}
	return int(o.jf), true
}
