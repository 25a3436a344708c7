//go:build tiny

package cli

import (
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// A tiny build does not complete command lines.

func completeMeter(*cmdline.Command, *Program) {}

func completeFlags(*cmdline.Command, *Program) {}

func completeWords(*cmdline.Command, string, ...string) {}
