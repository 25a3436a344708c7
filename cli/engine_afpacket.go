//go:build !tiny && !mips && !mipsle

package cli

import (
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/capture/live/afpacket"
)

// ordinaryEngines are those of an ordinary build besides the ring.
var ordinaryEngines = []live.Engine{afpacket.Engine}
