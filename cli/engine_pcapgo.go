//go:build pcapgo && !tiny

package cli

import (
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/capture/live/pcapgo"
)

// moreEngines are those that an ordinary build does without.
var moreEngines = []live.Engine{pcapgo.Engine}
