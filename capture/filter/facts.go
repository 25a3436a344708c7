package filter

// facts holds the known outcomes of dominating tests at a point of the graph.
type facts struct {
	outcomes map[question]int
	ranges   map[*value]span
}

// question is the operands of a test.
type question struct {
	v, w *value
	jump uint16
	k    uint32
}

// span is the inclusive range of a value.
type span struct{ low, high uint32 }

var anywhere = span{0, 1<<32 - 1}

// undo is the state before a fact was added.
type undo struct {
	question
	outcome int
	known   bool
	span    span
	ranged  bool
}

func newFacts() facts { return facts{map[question]int{}, map[*value]span{}} }

func (s *step) question() question { return question{s.v, s.w, s.jump, s.k} }

// learn adds the outcome of a test.
func (f *facts) learn(s *step, outcome int) (u undo) {
	if s.op != condTest {
		return undo{}
	}
	u.question = s.question()
	u.outcome, u.known = f.outcomes[u.question]
	u.span, u.ranged = f.ranges[s.v]
	f.outcomes[u.question] = outcome
	if s.w == nil {
		r := anywhere
		if u.ranged {
			r = u.span
		}
		f.ranges[s.v] = r.narrow(s.jump, s.k, outcome == 1)
	}
	return u
}

// forget removes the last added fact.
func (f *facts) forget(u undo) {
	if u.v == nil {
		return
	}
	if f.outcomes[u.question] = u.outcome; !u.known {
		delete(f.outcomes, u.question)
	}
	if f.ranges[u.v] = u.span; !u.ranged {
		delete(f.ranges, u.v)
	}
}

// narrow returns the part of r with the given outcome of a test, or r if that part is empty.
func (r span) narrow(jump uint16, k uint32, holds bool) span {
	switch {
	case jump == jumpEqual && holds:
		return span{k, k}
	case jump == jumpGreater && holds && k < 1<<32-1:
		r.low = max(r.low, k+1)
	case jump == jumpAtLeast && holds:
		r.low = max(r.low, k)
	case jump == jumpGreater && !holds:
		r.high = min(r.high, k)
	case jump == jumpAtLeast && !holds && k > 0:
		r.high = min(r.high, k-1)
	}
	return r
}

// decide returns the outcome of a test if the facts determine it.
func (f *facts) decide(s *step) (outcome int, ok bool) {
	if outcome, ok = f.outcomes[s.question()]; ok || s.w != nil {
		return outcome, ok
	}
	r, ok := f.ranges[s.v]
	switch {
	case !ok:
		return 0, false
	case r.low == r.high:
		return bit(holds(s.jump, r.low, s.k)), true
	case s.jump == jumpEqual:
		return 0, s.k < r.low || s.k > r.high
	case s.jump == jumpGreater:
		return bit(r.low > s.k), r.low > s.k || r.high <= s.k
	case s.jump == jumpAtLeast:
		return bit(r.low >= s.k), r.low >= s.k || r.high < s.k
	}
	return 0, false
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
