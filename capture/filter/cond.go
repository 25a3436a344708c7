package filter

type condOp uint8

const (
	condFalse condOp = iota
	condTrue
	condTest // compares v with w, or with k if w is nil
	condLet  // true, and sets the variable in the scratch cell k to v
	condNot  // of a
	condAnd  // a, then b
	condOr
)

// cond is a condition that a program tests. A load beyond the end of the frame rejects the frame, whatever the rest
// of the expression is.
type cond struct {
	op   condOp
	jump uint16
	k    uint32
	v, w *value
	a, b *cond
}

var (
	never  = &cond{op: condFalse}
	always = &cond{op: condTrue}
)

func truth(b bool) *cond {
	if b {
		return always
	}
	return never
}

// The constructors of conditions and values are not inlined. They have hundreds of calls, and inlining would add
// about 150 KB to a program without making it faster.

//go:noinline
func and(list ...*cond) *cond {
	result := always
	for _, c := range list {
		switch {
		case result.op == condFalse || c.op == condTrue:
		case result.op == condTrue || c.op == condFalse && result.op != condLet:
			result = c
		default:
			result = &cond{op: condAnd, a: result, b: c}
		}
	}
	return result
}

//go:noinline
func or(list ...*cond) *cond {
	result := never
	for _, c := range list {
		switch {
		case result.op == condTrue || c.op == condFalse:
		case result.op == condFalse || c.op == condTrue:
			result = c
		default:
			result = &cond{op: condOr, a: result, b: c}
		}
	}
	return result
}

//go:noinline
func not(c *cond) *cond {
	switch c.op {
	case condFalse, condTrue:
		return truth(c.op == condFalse)
	case condNot:
		return c.a
	}
	return &cond{op: condNot, a: c}
}

//go:noinline
func test(jump uint16, v *value, k uint32) *cond {
	if v.isConst() {
		return truth(holds(jump, v.k, k))
	}
	return &cond{op: condTest, jump: jump, v: v, k: k}
}

//go:noinline
func equal(v *value, k uint32) *cond { return test(jumpEqual, v, k) }

func atLeast(v *value, k uint32) *cond { return test(jumpAtLeast, v, k) }
func above(v *value, k uint32) *cond   { return test(jumpGreater, v, k) }
func anyBit(v *value, k uint32) *cond  { return test(jumpSet, v, k) }

//go:noinline
func oneOf(v *value, list ...uint32) *cond {
	c := never
	for _, k := range list {
		c = or(c, equal(v, k))
	}
	return c
}

// masked tests the bits of v in mask.
//
//go:noinline
func (vs values) masked(v *value, mask, k uint32) *cond {
	if mask == 0 {
		return truth(k == 0)
	}
	return equal(vs.calc(aluAnd, v, vs.number(mask)), k)
}

// compare compares a and b; either may be a constant.
//
//go:noinline
func compare(jump uint16, a, b *value) *cond {
	if b.isConst() {
		return test(jump, a, b.k)
	}
	return &cond{op: condTest, jump: jump, v: a, w: b}
}

// let sets a variable. Each path through the program sets it once, before its use.
//
//go:noinline
func let(variable *value, to *value) *cond { return &cond{op: condLet, k: variable.k, v: to} }

// uses adds all values that c needs.
func (c *cond) uses(used map[*value]bool) {
	for ; c != nil; c = c.b {
		c.v.uses(used)
		c.w.uses(used)
		if c.a != nil {
			c.a.uses(used)
		}
	}
}

func (v *value) uses(used map[*value]bool) {
	if v != nil && !used[v] {
		used[v] = true
		v.a.uses(used)
		v.b.uses(used)
	}
}
