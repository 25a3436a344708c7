//go:build !tiny && (mips || mipsle)

package cli

import "github.com/nfstream/nfstream-go/capture/live"

// ordinaryEngines is empty: code for MIPS is the largest, and routers have little room.
var ordinaryEngines []live.Engine
