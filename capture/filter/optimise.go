package filter

import "slices"

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
	facts
}

func newDominators(steps []*step) *dominators {
	d := &dominators{
		steps: steps, parent: make([]int32, len(steps)), depth: make([]int32, len(steps)),
		children: make([][]int32, 3*len(steps)), facts: newFacts(),
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

// thread changes the ways and reports whether there was something to change. What lies further on comes first, so that
// ways already lead past it.
func (d *dominators) thread() (changed bool) {
	var visit func(i int32)
	below := func(vertex int32) {
		for _, c := range slices.Backward(d.children[vertex]) {
			visit(c)
		}
	}
	visit = func(i int32) {
		s := d.steps[i]
		below(3 * i)
		if s.isEnd() {
			return
		}
		for outcome := range s.next {
			undo := d.learn(s, outcome)
			below(3*i + 1 + int32(outcome))
			if next := d.follow(s.next[outcome]); next != s.next[outcome] {
				s.next[outcome] = next
				changed = true
			}
			d.forget(undo)
		}
	}
	visit(0)
	return changed
}

// follow returns the first step from s on whose outcome is not known.
func (d *dominators) follow(s *step) *step {
	for s.op == condTest {
		outcome, ok := d.decide(s)
		if !ok {
			return s
		}
		s = s.next[outcome]
	}
	return s
}
