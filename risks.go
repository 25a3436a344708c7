//go:build !tiny

package nfstream

import (
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/meter"
	"github.com/nfstream/nfstream-go/internal/risks"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

func (c *Config) checkRisks() error {
	if c.Risks != nil {
		if err := c.Risks.Check(); err != nil {
			return refuse("Risks", "%v", err)
		}
	}
	return nil
}

// riskOptions returns which risks are looked for, nil if none.
func (s *Streamer) riskOptions() *risk.Options {
	if s.cfg.Risks == nil && column.NeedsOf(s.columns).Risks {
		return new(risk.Options)
	}
	return s.cfg.Risks
}

// lookForRisks lets sessions look for risks, if some are asked for.
func (s *Streamer) lookForRisks(t *l7.Tables) {
	if o := s.riskOptions(); o != nil && t != nil {
		t.LookFor(&l7.Risks{On: o.Set(), Thresholds: o.Thresholds})
	}
}

// judge lets each shard find the risks of its flows, if some are asked for.
func (s *Streamer) judge(c *meter.Config) {
	o := s.riskOptions()
	if o == nil {
		return
	}
	for i := range c.Hooks {
		c.Hooks[i].Judge = risks.NewReporter(o, s.exempt(o)).Judge
	}
}

// exempt returns what says which risks of a flow are not reported, nil if that is none.
func (s *Streamer) exempt(o *risk.Options) func(*flow.Flow) risk.Set {
	if len(o.Exempt) == 0 {
		return nil
	}
	return func(f *flow.Flow) (out risk.Set) {
		src, dst := f.Src().Addr(), f.Dst().Addr()
		for i := range o.Exempt {
			if x := &o.Exempt[i]; x.Matches(f.ServerName(), src, dst) {
				out |= x.Set()
			}
		}
		return out
	}
}
