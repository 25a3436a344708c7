package nfstream

import (
	"github.com/nfstream/nfstream-go/capture"
)

// NewShared prepares to meter sources that share packets, one for each worker, as OpenAll does with those of interfaces.
func NewShared(sources []capture.Source, cfg Config) (*Streamer, error) {
	return open(cfg, func(s *Streamer) error {
		s.input.sources = sources
		return nil
	})
}
