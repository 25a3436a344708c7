//go:build !tiny

package cli

import (
	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// moreCommands are the commands that a tiny build lacks.
func moreCommands(plugins []nfstream.Plugin) []*cmdline.Command {
	return []*cmdline.Command{newRun(plugins), newTop(plugins), newCut(plugins), newProtocols(), newCategories(), newLookup()}
}
