//go:build !tiny

package nfstream

import (
	"net/netip"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/meter"
	"github.com/nfstream/nfstream-go/internal/risks"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
	"github.com/nfstream/nfstream-go/table"
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
func (s *setup) riskOptions() *risk.Options {
	if s.cfg.Risks == nil && column.NeedsOf(s.columns).Risks {
		return new(risk.Options)
	}
	return s.cfg.Risks
}

// lookForRisks lets sessions look for risks, if some are asked for.
func (s *setup) lookForRisks(t *l7.Tables) {
	if o := s.riskOptions(); o != nil && t != nil {
		t.LookFor(&l7.Risks{On: o.Set(), Thresholds: o.Thresholds})
	}
}

// content returns how much is recorded of what payloads are like, for columns and for risks.
func (s *setup) content(columns bool) table.Content {
	o := s.riskOptions()
	switch {
	case columns:
		return table.WholeContent
	case o != nil && o.Set()&risks.NeedContent != 0:
		return table.RiskyContent
	}
	return table.NoContent
}

// judge lets each shard find the risks of its flows, if some are asked for.
func (s *setup) judge(c *meter.Config) {
	o := s.riskOptions()
	if o == nil {
		return
	}
	from := risks.Sources{Exempt: s.exempt(o), Hides: s.hides(), RiskyAS: s.riskyAS(), Malicious: s.malicious()}
	for i := range c.Hooks {
		c.Hooks[i].Judge = risks.NewReporter(o, from).Judge
	}
}

// malicious returns what reports whether the rules in force give a fingerprint the category Malware.
func (s *setup) malicious() func(fingerprint string) bool {
	if !s.cfg.hasRules() {
		return nil
	}
	return func(fingerprint string) bool {
		set := s.rules.Load()
		for _, m := range [...]rules.Match{set.JA3(fingerprint), set.JA4(fingerprint), set.Certificate(fingerprint)} {
			if m.Category == categories.CategoryMalware {
				return true
			}
		}
		return false
	}
}

// exempt returns what says which risks of a flow are not reported, by the options and the rules in force; nil if there is
// neither.
func (s *setup) exempt(o *risk.Options) func(*flow.Flow) risk.Set {
	if len(o.Exempt) == 0 && !s.cfg.hasRules() {
		return nil
	}
	return func(f *flow.Flow) risk.Set {
		host, src, dst := f.ServerName(), f.Src().Addr(), f.Dst().Addr()
		return risk.Exempted(o.Exempt, host, src, dst) | s.rules.Load().Exempt(host, src, dst)
	}
}

// hides returns what names networks and relays that hide who uses an address: by the rules in force, and the consensuses of
// Tor.
func (s *setup) hides() func(netip.Addr) string {
	if !s.cfg.hasRules() && len(s.consensuses) == 0 {
		return nil
	}
	return func(a netip.Addr) string {
		for _, c := range s.consensuses {
			if c.Host(a) != 0 {
				return categories.Tor.Name()
			}
		}
		m := s.rules.Load().Network(a, 0, 0)
		if m.Category == categories.CategoryVPN || m.Category == 0 && m.App.Category() == categories.CategoryVPN {
			return "VPN"
		}
		return ""
	}
}

func (s *setup) riskyAS() func(netip.Addr) uint32 {
	if !s.cfg.hasRules() {
		return nil
	}
	return func(a netip.Addr) uint32 { return s.rules.Load().RiskyAS(a) }
}
