package l7

// matchedWeakly records that a probe said Weak.
func (e *Engine) matchedWeakly(s *state, proto int) {
	x := e.extras(s)
	if x.weak == 0 || e.tables.protos[x.weak-1].Shape && !e.tables.protos[proto].Shape {
		x.weak = int16(proto + 1)
	}
}

// takeWeak labels a flow with the protocol of a weak match.
func (e *Engine) takeWeak(f *Flow, proto int) {
	p := &e.tables.protos[proto]
	f.Protocol, f.Confidence = p.ID, ByPart
	if p.Shape {
		f.Confidence = ByShape
	}
}
