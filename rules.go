package nfstream

import (
	"errors"

	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/internal/classify"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/table"
)

// hasRules reports whether the user has rules.
func (c *Config) hasRules() bool { return len(c.Rules) > 0 || c.RuleSet != nil }

// openRules returns the rules of the configuration, nil without any.
func (s *setup) openRules() (*rules.Set, error) {
	switch {
	case !s.cfg.hasRules():
		return nil, nil
	case len(s.cfg.Rules) > 0 && s.cfg.RuleSet != nil:
		return nil, refuse("RuleSet", "is set, and Rules too: want one of both")
	case s.cfg.RuleSet != nil:
		return s.cfg.RuleSet, nil
	}
	set, err := loadRules(s.cfg.Rules)
	if err != nil {
		return nil, refuseRules(err)
	}
	return set, nil
}

// refuseRules returns a ParameterError for each mistake.
func refuseRules(err error) error {
	mistakes := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		mistakes = joined.Unwrap()
	}
	all := make([]error, len(mistakes))
	for i, m := range mistakes {
		all[i] = refuse("Rules", "names %v", m)
	}
	return errors.Join(all...)
}

// Rules returns the rules that are in force, nil if the stream was opened without any.
func (s *Streamer) Rules() *rules.Set { return s.rules.Load() }

// ReloadRules reads the files of Config.Rules again. Their rules are in force from then on, for payloads that are inspected
// and flows that end. After an error, which joins a *rules.Error for each mistake, the rules in force stay. The stream
// continues meanwhile.
func (s *Streamer) ReloadRules() error {
	c := &s.inForce.Load().cfg
	if len(c.Rules) == 0 {
		return ErrNoRules
	}
	set, err := loadRules(c.Rules)
	if err == nil {
		s.rules.Store(set)
	}
	return err
}

// SetRules replaces the rules in force; nil means none. The stream must have been opened with rules, or with an empty
// Config.RuleSet.
func (s *Streamer) SetRules(set *rules.Set) error {
	if !s.inForce.Load().cfg.hasRules() {
		return ErrNoRules
	}
	if set == nil {
		set = new(rules.Set)
	}
	s.rules.Store(set)
	return nil
}

// compileProtocols returns what flows are labelled with, nil if no payload is inspected.
func (s *setup) compileProtocols() (*l7.Tables, error) {
	if !s.cfg.Dissect.on(true) {
		return nil, nil
	}
	for _, name := range s.cfg.TorConsensus {
		c, err := classify.ReadConsensus(name)
		if err != nil {
			return nil, refuse("TorConsensus", "names %s: %v", name, err)
		}
		s.consensuses = append(s.consensuses, c)
	}
	inForce := s.rules.Load
	if !s.cfg.hasRules() {
		inForce = nil
	}
	t := classify.Compile(inForce, s.consensuses, s.cfg.Heuristics)
	if s.cfg.Passwords {
		t.KeepPasswords()
	}
	needs := column.NeedsOf(s.columns)
	if s.content(needs.Content) != table.NoContent {
		t.LookAtContent()
	}
	if needs.Answers || needs.Risks || s.cfg.Risks != nil {
		t.ListAnswers()
	}
	return t, nil
}

// system finds the autonomous system of a flow's destination, or else of its source, by the rules in force.
func (s *setup) system(f *Flow) (number uint32, name string) {
	set := s.rules.Load()
	as, ok := set.AS(f.Dst().Addr())
	if !ok {
		as, _ = set.AS(f.Src().Addr())
	}
	return as.Number, as.Name
}
