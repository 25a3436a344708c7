//go:build tiny

package main

import (
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cmd/nfstream/internal/cli"
)

func moreCommands() []*cli.Command { return nil }

func (p *parameters) defineProcesses(*cli.FlagSet) {}

func (p *parameters) watchProcesses(*nfstream.Config, io.Writer) (forget func(), err error) {
	return func() {}, nil
}

func (p *parameters) defineFilter(*cli.FlagSet)        {}
func (p *parameters) defineRules(*cli.FlagSet)         {}
func (p *parameters) defineAnonymization(*cli.FlagSet) {}
