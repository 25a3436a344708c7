package l7

import "github.com/nfstream/nfstream-go/risk"

// Risks are the risks that sessions look for, and their thresholds.
type Risks struct {
	On         risk.Set
	Thresholds risk.Thresholds
}

// LookFor sets the risks that sessions look for. Without it they look for none.
func (t *Tables) LookFor(r *Risks) { t.risks = r }

// Wants reports whether a risk is looked for. A session asks before it does work that only a risk needs.
func (c *Ctx) Wants(id risk.ID) bool {
	return judges && c.engine != nil && c.engine.tables.risks != nil && c.engine.tables.risks.On.Has(id)
}

// Risk reports a risk of the flow, if it is looked for, with what was found. Of several reports of a risk the first counts. A
// session calls it, or a probe just before it returns Match.
func (c *Ctx) Risk(id risk.ID, detail string) {
	if c.Wants(id) {
		Record[risk.Report](c).Add(id, detail)
	}
}

// Threshold returns a threshold of a risk.
func (c *Ctx) Threshold(t risk.Threshold) int64 {
	if !judges || c.engine == nil || c.engine.tables.risks == nil {
		return t.Default()
	}
	return c.engine.tables.risks.Thresholds.Get(t)
}

// Charge counts metadata that a flow gets after its inspection, in bytes; see Forget.
func (e *Engine) Charge(bytes int) {
	if e.limiter != nil {
		e.limiter.used += bytes
	}
}

// Bounded reports whether the engine counts what it holds.
func (e *Engine) Bounded() bool { return e.limiter != nil }
