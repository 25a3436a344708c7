package filter

// valueOp is the kind of a value.
type valueOp uint8

const (
	valueConst     valueOp = iota // k
	valueLength                   // the length on the wire
	valueLoad                     // size bytes at a + k, or at k if a is nil
	valueIHL                      // 4 * (byte at k & 15), the length of an IPv4 header
	valueAncillary                // ancillary data number k of Linux
	valueVar                      // the variable b, in the scratch cell k
	valueALU                      // alu of a and b
)

// value is a number that a program computes from a frame. Equal values have the same pointer. A value does not change
// while a program runs.
type value struct {
	op   valueOp
	size uint8
	alu  uint16
	k    uint32
	a, b *value
}

// values creates each value once.
type values map[value]*value

//go:noinline
func (vs values) intern(v value) *value {
	p, ok := vs[v]
	if !ok {
		p = &v
		vs[v] = p
	}
	return p
}

//go:noinline
func (vs values) number(k uint32) *value { return vs.intern(value{op: valueConst, k: k}) }

//go:noinline
func (vs values) length() *value { return vs.intern(value{op: valueLength}) }

//go:noinline
func (vs values) ancillary(k uint32) *value { return vs.intern(value{op: valueAncillary, k: k}) }

func (v *value) isConst() bool { return v.op == valueConst }

// calc returns a op b. The divisor must not be the number 0.
//
//go:noinline
func (vs values) calc(op uint16, a, b *value) *value {
	if a.isConst() && b.isConst() {
		n, _ := compute(op, a.k, b.k)
		return vs.number(n)
	}
	if a.isConst() && commutes(op) {
		a, b = b, a
	}
	if b.isConst() && b.k == neutral(op) {
		return a
	}
	return vs.intern(value{op: valueALU, alu: op, a: a, b: b})
}

func commutes(op uint16) bool {
	return op == aluAdd || op == aluMul || op == aluAnd || op == aluOr || op == aluXor
}

// neutral returns the right operand that leaves the left one unchanged.
func neutral(op uint16) uint32 {
	switch op {
	case aluMul, aluDiv:
		return 1
	case aluAnd:
		return ^uint32(0)
	case aluMod:
		return 0 // never an operand
	}
	return 0
}

// place is a position in a frame: off bytes after base, which may be nil.
type place struct {
	base *value
	off  uint32
}

func (p place) plus(n uint32) place { return place{p.base, p.off + n} }

// load returns the size bytes at p.
//
//go:noinline
func (vs values) load(p place, size uint8) *value {
	return vs.intern(value{op: valueLoad, size: size, k: p.off, a: p.base})
}

// byteAt, shortAt and longAt load 1, 2 and 4 bytes at off bytes after p.
//
//go:noinline
func (vs values) byteAt(p place, off uint32) *value { return vs.load(p.plus(off), 1) }

//go:noinline
func (vs values) shortAt(p place, off uint32) *value { return vs.load(p.plus(off), 2) }

//go:noinline
func (vs values) longAt(p place, off uint32) *value { return vs.load(p.plus(off), 4) }

// afterIPv4 returns the place after the IPv4 header at p, by its length field.
func (vs values) afterIPv4(p place) place {
	if p.base == nil {
		return place{vs.intern(value{op: valueIHL, k: p.off}), p.off}
	}
	length := vs.calc(aluLsh, vs.calc(aluAnd, vs.byteAt(p, 0), vs.number(0xf)), vs.number(2))
	return place{vs.calc(aluAdd, p.base, length), p.off}
}

// offset returns p as a value.
func (vs values) offset(p place) *value {
	if p.base == nil {
		return vs.number(p.off)
	}
	return vs.calc(aluAdd, p.base, vs.number(p.off))
}
