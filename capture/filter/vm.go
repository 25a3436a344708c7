package filter

import "encoding/binary"

// run executes a program that validate has accepted, and reports whether it accepts the frame. A load beyond the end
// of the frame and a division by zero reject it; a shift by 32 or more gives 0. There is no ancillary data, but that a
// frame has no VLAN tag beside it.
func run(program []instruction, frame []byte, wireLength uint32) bool {
	m := vm{length: wireLength}
	for pc := 0; ; pc++ {
		in := &program[pc]
		k := in.K
		switch in.Op {
		case classLD | sizeB | modeIND, classLD | sizeH | modeIND, classLD | sizeW | modeIND:
			sum := uint64(k) + uint64(m.x)
			if sum >= uint64(len(frame)) {
				return false
			}
			k = uint32(sum)
			fallthrough
		case classLD | sizeB | modeABS, classLD | sizeH | modeABS, classLD | sizeW | modeABS:
			if !m.load(in.Op&(sizeB|sizeH), frame, k) {
				return false
			}
		case classJMP | jumpEqual:
			pc += in.way(m.a == k)
		case classJMP | jumpGreater:
			pc += in.way(m.a > k)
		case classJMP | jumpAtLeast:
			pc += in.way(m.a >= k)
		case classJMP | jumpSet:
			pc += in.way(m.a&k != 0)
		case classJMP | jumpAlways:
			pc += int(int32(k))
		case classRET:
			return k != 0
		case classLDX | modeMSH | sizeB:
			if uint64(k) >= uint64(len(frame)) {
				return false
			}
			m.x = uint32(frame[k]&0xf) << 2
		default:
			if in.Op&7 == classJMP {
				pc += in.way(holds(in.Op&0xf0, m.a, m.x))
			} else if !m.move(in) {
				return false
			}
		}
	}
}

type vm struct {
	a, x, length uint32
	cells        [scratchCells]uint32
}

func (in *instruction) way(yes bool) int {
	if yes {
		return int(in.Jt)
	}
	return int(in.Jf)
}

// load loads what lies k bytes into the frame.
func (m *vm) load(size uint16, frame []byte, k uint32) bool {
	if uint64(k) >= uint64(len(frame)) {
		return m.loadAncillary(k)
	}
	b := frame[k:]
	switch {
	case size == sizeB:
		m.a = uint32(b[0])
	case size == sizeH && len(b) >= 2:
		m.a = uint32(binary.BigEndian.Uint16(b))
	case size == sizeW && len(b) >= 4:
		m.a = binary.BigEndian.Uint32(b)
	default:
		return false
	}
	return true
}

func (m *vm) loadAncillary(k uint32) bool {
	m.a = 0
	return k == ancillary+ancillaryTag || k == ancillary+ancillaryTagged
}

// move executes what neither jumps nor loads from the frame.
func (m *vm) move(in *instruction) bool {
	switch in.Op {
	case classLD | modeIMM:
		m.a = in.K
	case classLD | modeLEN:
		m.a = m.length
	case classLD | modeMEM:
		m.a = m.cells[in.K%scratchCells]
	case classLDX | modeIMM:
		m.x = in.K
	case classLDX | modeLEN:
		m.x = m.length
	case classLDX | modeMEM:
		m.x = m.cells[in.K%scratchCells]
	case classST:
		m.cells[in.K%scratchCells] = m.a
	case classSTX:
		m.cells[in.K%scratchCells] = m.x
	case classMISC | miscTAX:
		m.x = m.a
	case classMISC | miscTXA:
		m.a = m.x
	default:
		operand := in.K
		if in.Op&sourceX != 0 {
			operand = m.x
		}
		var ok bool
		m.a, ok = compute(in.Op&0xf0, m.a, operand)
		return ok
	}
	return true
}
