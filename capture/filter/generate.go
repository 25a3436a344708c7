package filter

// registers holds the values in the registers of the machine, nil if unknown.
type registers struct{ a, x *value }

// machine generates the instructions that compute a value.
type machine struct {
	registers
	code  []instruction
	cells int // free scratch cells for intermediate values
}

// generate generates the code of each step without its jumps. Steps precede their successors. A value that a register
// holds on all paths to a step is not loaded again.
func generate(steps []*step, cells int) {
	for _, s := range steps {
		m := machine{registers: s.state, cells: cells}
		switch {
		case s.isEnd():
		case s.op == condLet:
			m.toA(s.v, 0)
			m.emit(classST, s.k)
		case s.w != nil:
			m.pair(s.v, s.w, 0)
		default:
			m.toA(s.v, 0)
		}
		s.code = m.code
		if !s.isEnd() {
			s.next[0].arrive(m.registers)
			s.next[1].arrive(m.registers)
		}
	}
}

// arrive merges the registers at the end of a path to s.
func (s *step) arrive(r registers) {
	if s.ways++; s.ways == 1 {
		s.state = r
		return
	}
	if s.state.a != r.a {
		s.state.a = nil
	}
	if s.state.x != r.x {
		s.state.x = nil
	}
}

func (m *machine) emit(op uint16, k uint32) { m.code = append(m.code, instruction{Op: op, K: k}) }

// toA computes v into A, with the scratch cells from cell on.
func (m *machine) toA(v *value, cell int) {
	if m.a == v {
		return
	}
	if m.x == v {
		m.emit(classMISC|miscTXA, 0)
		m.a = v
		return
	}
	switch v.op {
	case valueConst:
		m.emit(classLD|modeIMM, v.k)
	case valueLength:
		m.emit(classLD|modeLEN, 0)
	case valueAncillary:
		m.emit(classLD|sizeW|modeABS, ancillary+v.k)
	case valueVar:
		m.emit(classLD|modeMEM, v.k)
	case valueIHL:
		m.toX(v, cell)
		m.emit(classMISC|miscTXA, 0)
	case valueLoad:
		m.load(v, cell)
	case valueALU:
		m.calc(v, cell)
	}
	m.a = v
}

func (m *machine) load(v *value, cell int) {
	size := map[uint8]uint16{1: sizeB, 2: sizeH, 4: sizeW}[v.size]
	if v.a == nil {
		m.emit(classLD|size|modeABS, v.k)
		return
	}
	m.toX(v.a, cell)
	m.emit(classLD|size|modeIND, v.k)
}

func (m *machine) calc(v *value, cell int) {
	switch {
	case v.b.isConst():
		m.toA(v.a, cell)
		m.emit(classALU|v.alu, v.b.k)
	case v.alu == aluSub && v.a.isConst() && v.a.k == 0:
		m.toA(v.b, cell)
		m.emit(classALU|aluNeg, 0)
	default:
		m.pair(v.a, v.b, cell)
		m.emit(classALU|v.alu|sourceX, 0)
	}
}

// pair computes a into A and x into X.
func (m *machine) pair(a, x *value, cell int) {
	if x.direct() || a.keepsX() && m.x == x {
		m.toA(a, cell)
		m.toX(x, cell)
		return
	}
	if cell >= m.cells {
		fail(0, "arithmetic needs more than %d intermediate values", m.cells)
	}
	m.toA(x, cell)
	if a.keepsX() {
		m.emit(classMISC|miscTAX, 0)
		m.x = x
		m.toA(a, cell)
		return
	}
	m.emit(classST, uint32(cell))
	m.toA(a, cell+1)
	m.emit(classLDX|modeMEM, uint32(cell))
	m.x = x
}

// direct reports whether v can be loaded into X without A.
func (v *value) direct() bool {
	return v.op == valueConst || v.op == valueLength || v.op == valueVar || v.op == valueIHL
}

// keepsX reports whether v can be loaded into A without X.
func (v *value) keepsX() bool {
	return v.direct() && v.op != valueIHL || v.op == valueAncillary || v.op == valueLoad && v.a == nil ||
		v.op == valueALU && v.a.keepsX() && v.b.isConst()
}

// toX computes v into X; A is lost where v is not direct.
func (m *machine) toX(v *value, cell int) {
	if m.x == v {
		return
	}
	switch v.op {
	case valueConst:
		m.emit(classLDX|modeIMM, v.k)
	case valueLength:
		m.emit(classLDX|modeLEN, 0)
	case valueVar:
		m.emit(classLDX|modeMEM, v.k)
	case valueIHL:
		m.emit(classLDX|modeMSH|sizeB, v.k)
	default:
		m.toA(v, cell)
		m.emit(classMISC|miscTAX, 0)
	}
	m.x = v
}
