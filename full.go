//go:build !tiny

package nfstream

import (
	"errors"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/packet"
	"golang.org/x/net/bpf"
)

// What a tiny build does without; see tiny.go and anonymize.go.

func loadRules(paths []string) (*rules.Set, error) { return rules.Load(paths...) }

// kernelFilter compiles the filter for interfaces of a link type.
func (c *Config) kernelFilter(link packet.LinkType) ([]bpf.RawInstruction, error) {
	program, err := filter.Compile(c.Filter, link, filter.Live)
	if err != nil {
		return nil, refuseFilter(err)
	}
	return program.Instructions(), nil
}

// filtered returns src with the frames that match the filter.
func (c *Config) filtered(src capture.Source) (capture.Source, error) {
	if c.Filter == "" {
		return src, nil
	}
	f, err := capture.Filter(src, c.Filter)
	if err != nil {
		return nil, refuseFilter(err)
	}
	return f, nil
}

func refuseFilter(err error) error {
	var mistake *filter.SyntaxError
	if errors.As(err, &mistake) {
		return refuse("Filter", "is %q: column %d: %s", mistake.Expression, mistake.Column, mistake.Reason)
	}
	return refuse("Filter", "cannot be compiled: %v", err)
}
