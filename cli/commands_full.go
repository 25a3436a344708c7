//go:build !tiny

package cli

import (
	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// moreCommands are those that a tiny build does without.
func moreCommands(plugins []nfstream.Plugin) []*cmdline.Command {
	return []*cmdline.Command{newRun(plugins), newTop(plugins), newCut(plugins), newProtocols(), newCategories(), newLookup()}
}
