//go:build tiny

package cli

import (
	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// A tiny build does not complete command lines.

func completeFlags(*cmdline.Command, []nfstream.Plugin) {}

func completeWords(*cmdline.Command, string, ...string) {}
