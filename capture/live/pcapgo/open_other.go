//go:build !linux

package pcapgo

import (
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
)

func open([]string, live.Options) (capture.Source, error) { return nil, live.ErrNotSupported }
