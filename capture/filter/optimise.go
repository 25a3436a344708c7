package filter

import "slices"

// maxPasses is the maximum number of passes over the graph. A pass may enable further changes in the next one.
const maxPasses = 8

// optimise skips tests with a known outcome (jump threading by dominators, as in Begel, McCanne and Graham, BPF+,
// SIGCOMM 1999). A test is skipped only after a test of the same value, so that loads beyond the end of a frame still
// reject the frame.
func (g *graph) optimise() {
	for range maxPasses {
		if !newDominators(g.order()).thread() {
			return
		}
	}
}

// maxClimb bounds the search for a common dominator. Beyond it, nothing is assumed to be known.
const maxClimb = 1024

// dominators is the dominator tree of steps and their outgoing edges: the ancestors of a step are on every path to
// it.
type dominators struct {
	steps    []*step
	parent   []int32 // by step: its parent vertex. Vertex 3*i is step i, 3*i+1 and 3*i+2 are its outgoing edges
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

// join adds an edge to a step.
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

// common returns the lowest common ancestor, which may be one of both.
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

// thread redirects edges and reports whether it changed any. It processes later steps first.
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

// follow returns the first step at or after s with an unknown outcome.
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
