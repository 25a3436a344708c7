//go:build !tiny

package cli

import (
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// moreCommands are the commands that a tiny build lacks.
func moreCommands(program *Program) []*cmdline.Command {
	return []*cmdline.Command{newRun(program), newTop(program), newCut(program), newProtocols(), newCategories(), newLookup()}
}
