//go:build tiny

package nfstream

import (
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
	"golang.org/x/net/bpf"
)

// A tiny build has no compiler of filters.

func (c *Config) kernelFilter(packet.LinkType) ([]bpf.RawInstruction, error) {
	return nil, c.refuseTiny("Filter")
}

func (c *Config) filtered(src capture.Source) (capture.Source, error) {
	if c.Filter == "" {
		return src, nil
	}
	_ = src.Close()
	return nil, c.refuseTiny("Filter")
}

func (c *Config) refuseTiny(field string) error {
	return refuse(field, "is set, which a tiny build does without")
}
