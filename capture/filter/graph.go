package filter

import "slices"

// step is a node of the control flow graph: a test with two successors, an assignment with one (next[0]), or an end.
// The graph has no cycle.
type step struct {
	op   condOp // condTest, condLet, or an end: condTrue, condFalse
	jump uint16
	k    uint32
	v, w *value
	next [2]*step // successors if the test fails and if it holds

	// State of the traversals.
	index int
	code  []instruction
	end   int // instructions from here to the end of the program
	state registers
	ways  int // incoming edges seen so far
}

func (s *step) isEnd() bool { return s.op == condTrue || s.op == condFalse }

// graph is a program before layout.
type graph struct {
	root           *step
	accept, reject *step
	tests          int
}

// maxTests bounds the graph, below the bound of programs.
const maxTests = 2 * maxInstructions

func newGraph(c *cond) *graph {
	g := &graph{accept: &step{op: condTrue}, reject: &step{op: condFalse}}
	g.root = g.build(c, g.accept, g.reject)
	return g
}

// build returns the first step of a subgraph that leads to yes if c holds, else to no.
func (g *graph) build(c *cond, yes, no *step) *step {
	for c.op == condNot {
		c, yes, no = c.a, no, yes
	}
	switch c.op {
	case condTrue:
		return yes
	case condFalse:
		return no
	case condLet:
		return &step{op: condLet, k: c.k, v: c.v, next: [2]*step{yes, yes}}
	case condAnd:
		return g.build(c.a, g.build(c.b, yes, no), no)
	case condOr:
		return g.build(c.a, yes, g.build(c.b, yes, no))
	}
	if g.tests++; g.tests > maxTests {
		fail(0, "the expression needs more than %d tests", maxTests)
	}
	return &step{op: condTest, jump: c.jump, k: c.k, v: c.v, w: c.w, next: [2]*step{no, yes}}
}

// order numbers the reachable steps and returns them, each before its successors.
func (g *graph) order() []*step {
	seen := map[*step]bool{}
	var post []*step
	var visit func(s *step)
	visit = func(s *step) {
		if seen[s] {
			return
		}
		seen[s] = true
		if !s.isEnd() {
			visit(s.next[0])
			visit(s.next[1])
		}
		post = append(post, s)
	}
	visit(g.root)
	slices.Reverse(post)
	for i, s := range post {
		s.index = i
	}
	return post
}
