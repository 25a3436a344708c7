//go:build !pcapgo && !tiny

package cli

import "github.com/nfstream/nfstream-go/capture/live"

// moreEngines are those that an ordinary build does without.
var moreEngines []live.Engine
