package filter

// maxPasses is how often the graph is gone through: each pass may show the next one more.
const maxPasses = 8

// optimise leads ways past tests whose outcome is known where they come from (jump threading by dominators, as in
// Begel, McCanne and Graham, BPF+, SIGCOMM 1999). A test is passed over only behind a test of the same value, so that
// loads beyond the end of a frame reject the frame as before.
func (g *graph) optimise() {
	for range maxPasses {
		if !newDominators(g.order()).thread() {
			return
		}
	}
}

// maxClimb bounds the search for what two ways have in common; beyond it, nothing is taken to be known.
const maxClimb = 1024

// dominators is a tree of steps and of the ways out of them: what stands above a step lies on every way to it.
type dominators struct {
	steps    []*step
	parent   []int32 // of a step: the vertex above it. Vertex 3*i is step i, 3*i+1 and 3*i+2 are the ways out of it
	depth    []int32 // of a step's vertex
	children [][]int32
	known    map[*value][]fact
}

// fact is a test and its outcome.
type fact struct {
	s       *step
	outcome bool
}

func newDominators(steps []*step) *dominators {
	d := &dominators{
		steps: steps, parent: make([]int32, len(steps)), depth: make([]int32, len(steps)),
		children: make([][]int32, 3*len(steps)), known: map[*value][]fact{},
	}
	for i := range d.parent {
		d.parent[i] = -1
	}
	for i, s := range steps {
		if d.parent[i] >= 0 {
			d.depth[i] = d.depthOf(d.parent[i]) + 1
			d.children[d.parent[i]] = append(d.children[d.parent[i]], int32(i))
		}
		if !s.isEnd() {
			for outcome, next := range s.next {
				if !next.isEnd() {
					d.join(next.index, int32(3*i+1+outcome))
				}
			}
		}
	}
	return d
}

// join adds a way to a step.
func (d *dominators) join(step int, from int32) {
	if d.parent[step] < 0 {
		d.parent[step] = from
		return
	}
	d.parent[step] = d.common(d.parent[step], from)
}

func (d *dominators) depthOf(vertex int32) int32 {
	depth := d.depth[vertex/3]
	if vertex%3 != 0 {
		depth++
	}
	return depth
}

func (d *dominators) above(vertex int32) int32 {
	if vertex%3 != 0 {
		return vertex - vertex%3
	}
	return d.parent[vertex/3]
}

// common returns the lowest vertex above both, or one of them.
func (d *dominators) common(a, b int32) int32 {
	for climbed := 0; a != b; climbed++ {
		if climbed == maxClimb {
			return 0
		}
		if d.depthOf(a) >= d.depthOf(b) {
			a = d.above(a)
		} else {
			b = d.above(b)
		}
	}
	return a
}

// thread changes the ways and reports whether there was something to change.
func (d *dominators) thread() (changed bool) {
	var visit func(i int32)
	visit = func(i int32) {
		s := d.steps[i]
		for _, c := range d.children[3*i] {
			visit(c)
		}
		if s.isEnd() {
			return
		}
		for outcome := range s.next {
			if s.op == condTest {
				d.known[s.v] = append(d.known[s.v], fact{s, outcome == 1})
			}
			if next := d.follow(s.next[outcome]); next != s.next[outcome] {
				s.next[outcome] = next
				changed = true
			}
			for _, c := range d.children[3*i+1+int32(outcome)] {
				visit(c)
			}
			if s.op == condTest {
				d.known[s.v] = d.known[s.v][:len(d.known[s.v])-1]
			}
		}
	}
	visit(0)
	return changed
}

// follow returns the first step from s on whose outcome is not known.
func (d *dominators) follow(s *step) *step {
	for s.op == condTest {
		outcome, ok := s.decide(d.known[s.v])
		if !ok {
			return s
		}
		s = s.next[outcome]
	}
	return s
}

// decide returns the outcome of a test as it follows from what is known of its value.
func (s *step) decide(known []fact) (outcome int, ok bool) {
	low, high := uint64(0), uint64(1)<<32-1
	for _, f := range known {
		if f.s.w != s.w {
			continue
		}
		if f.s.jump == s.jump && f.s.k == s.k {
			return bit(f.outcome), true
		}
		if s.w == nil {
			l, h := f.bounds()
			low, high = max(low, l), min(high, h)
		}
	}
	if s.w != nil {
		return 0, false
	}
	if low == high {
		return bit(holds(s.jump, uint32(low), s.k)), true
	}
	k := uint64(s.k)
	switch s.jump {
	case jumpEqual:
		return 0, k < low || k > high
	case jumpGreater:
		return bit(low > k), low > k || high <= k
	case jumpAtLeast:
		return bit(low >= k), low >= k || high < k
	}
	return 0, false
}

// bounds returns between which numbers the value lies.
func (f fact) bounds() (low, high uint64) {
	k, most := uint64(f.s.k), uint64(1)<<32-1
	switch {
	case f.s.jump == jumpEqual && f.outcome:
		return k, k
	case f.s.jump == jumpGreater && f.outcome:
		return k + 1, most
	case f.s.jump == jumpGreater:
		return 0, k
	case f.s.jump == jumpAtLeast && f.outcome:
		return k, most
	case f.s.jump == jumpAtLeast && k > 0:
		return 0, k - 1
	}
	return 0, most
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
