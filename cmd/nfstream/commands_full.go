//go:build !tiny

package main

import "github.com/nfstream/nfstream-go/cmd/nfstream/internal/cli"

// moreCommands are those that a tiny build does without.
func moreCommands() []*cli.Command {
	return []*cli.Command{newRun(), newTop(), newProtocols(), newCategories(), newLookup()}
}
