package nfstream

import (
	"errors"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
)

// hasRules reports whether flows go by rules of the user.
func (c *Config) hasRules() bool { return len(c.Rules) > 0 || c.RuleSet != nil }

// openRules reads the rules for the first time.
func (s *Streamer) openRules() error {
	switch {
	case !s.cfg.hasRules():
		return nil
	case len(s.cfg.Rules) > 0 && s.cfg.RuleSet != nil:
		return refuse("RuleSet", "is set, and Rules too: want one of both")
	case s.cfg.RuleSet != nil:
		s.rules.Store(s.cfg.RuleSet)
		return nil
	}
	set, err := loadRules(s.cfg.Rules)
	if err != nil {
		return refuseRules(err)
	}
	s.rules.Store(set)
	return nil
}

// refuseRules makes an error of a parameter of each mistake.
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

// Rules returns the rules that are in force, nil where the stream was opened without any.
func (s *Streamer) Rules() *rules.Set { return s.rules.Load() }

// ReloadRules reads the files of Config.Rules again and puts their rules in force, for what is inspected and for flows
// that end from then on. With an error, which joins a *rules.Error for each mistake, the rules in force stay. The
// stream goes on meanwhile.
func (s *Streamer) ReloadRules() error {
	if len(s.cfg.Rules) == 0 {
		return ErrNoRules
	}
	set, err := loadRules(s.cfg.Rules)
	if err == nil {
		s.rules.Store(set)
	}
	return err
}

// SetRules puts other rules in force, as ReloadRules does; nil is none. The stream must have been opened with some, or
// with an empty Config.RuleSet.
func (s *Streamer) SetRules(set *rules.Set) error {
	if !s.cfg.hasRules() {
		return ErrNoRules
	}
	if set == nil {
		set = new(rules.Set)
	}
	s.rules.Store(set)
	return nil
}

// ruled gathers what several rules say of a flow: the first application, and the first category up to there.
type ruled struct{ l7.Answer }

func (r *ruled) add(m rules.Match) {
	if r.App != 0 {
		return
	}
	if r.Category == 0 {
		r.Category, r.CategoryRule = m.Category, m.Category != 0
	}
	r.App, r.Rule = m.App, m.App != 0
}

// classifyLabelsByRules goes by the certificate, the fingerprints and the names. It is an l7.LabelClassifier.
func (s *Streamer) classifyLabelsByRules(_ categories.ID, m *metadata.Set) l7.Answer {
	var r ruled
	set := s.rules.Load()
	if m.Certificate != nil {
		r.add(set.Certificate(m.Certificate.SHA1))
	}
	if t := metadata.Get[tls.Metadata](m); t != nil {
		r.add(set.JA3(t.JA3))
		r.add(set.JA4(t.JA4))
	}
	r.add(set.Host(m.ServerName))
	if r.App != 0 || m.Certificate == nil || m.Certificate.Names == "" {
		return r.Answer
	}
	for name := range strings.SplitSeq(m.Certificate.Names, ",") {
		r.add(set.Host(strings.TrimPrefix(name, "*.")))
	}
	return r.Answer
}

// classifyEndpointsByRules goes by the addresses, then the ports, then the protocol. It is an l7.EndpointClassifier.
func (s *Streamer) classifyEndpointsByRules(f *l7.Flow, k *flowkey.Key) l7.Answer {
	set := s.rules.Load()
	on := transportOf(k.Proto)
	r := ruled{l7.Answer{Alone: true}}
	a, b := set.Network(k.AddrA(), on, k.PortA), set.Network(k.AddrB(), on, k.PortB)
	if b.Bits > a.Bits || b.Bits == a.Bits && k.PortB < k.PortA {
		a, b = b, a // the longer prefix, or the smaller port, which is mostly that of the service
	}
	for _, m := range [4]rules.Match{a, b, set.Port(on, min(k.PortA, k.PortB)), set.Port(on, max(k.PortA, k.PortB))} {
		if m.App.IsNetwork() && f.Recognised() {
			m.App = 0 // where a protocol is expected, and a flow that was recognised
		}
		r.add(m)
	}
	if r.App == 0 {
		r.Alone = false
		r.add(set.Protocol(f.Protocol))
	}
	return r.Answer
}

// transportOf returns the transport of an IP protocol with ports, as rules have it.
func transportOf(protocol uint8) categories.Transport {
	switch protocol {
	case 6:
		return categories.TransportTCP
	case 17, 136: // UDP-Lite
		return categories.TransportUDP
	}
	return 0
}

// system finds the autonomous system of a flow's destination, or else of its source, by the rules in force.
func (s *Streamer) system(f *Flow) (number uint32, name string) {
	set := s.rules.Load()
	as, ok := set.AS(f.Dst().Addr())
	if !ok {
		as, _ = set.AS(f.Src().Addr())
	}
	return as.Number, as.Name
}
