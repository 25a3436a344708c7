//go:build tiny

package nfstream

import (
	"errors"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/internal/meter"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
	"golang.org/x/net/bpf"
)

// A tiny build has no files of rules, no compiler of filters and no pseudonyms.

// loadRules refuses files. A tiny build takes rules that a program has made, by Config.RuleSet.
func loadRules([]string) (*rules.Set, error) {
	return nil, errors.New("files, which a tiny build does without")
}

func (c *Config) kernelFilter(packet.LinkType) ([]bpf.RawInstruction, error) {
	return nil, c.refuseTiny("Filter")
}

func (c *Config) filtered(src capture.Source) (capture.Source, error) {
	if c.Filter == "" {
		return src, nil
	}
	return nil, c.refuseTiny("Filter")
}

func (s *setup) anonymize() error {
	if len(s.cfg.Anonymize) > 0 || s.cfg.AnonymizePrefix || len(s.cfg.AnonymizeKey) > 0 {
		return s.cfg.refuseTiny("Anonymize")
	}
	return nil
}

func (s *setup) replaceIn([]*Column) {}

func (c *Config) refuseTiny(field string) error {
	return refuse(field, "is set, which a tiny build does without")
}

// A tiny build looks for no risks.

func (c *Config) checkRisks() error {
	if c.Risks != nil {
		return c.refuseTiny("Risks")
	}
	return nil
}

func (s *setup) content(bool) table.Content { return table.NoContent }

func (s *setup) lookForRisks(*l7.Tables) {}

func (s *setup) judge(*meter.Config) {}
