package main

import (
	"github.com/nfstream/nfstream-go/cli"
	"github.com/nfstream/nfstream-go/cmd/nfstream-full/internal/report"
)

// commands are those that nfstream does not have.
func commands() []cli.Command { return []cli.Command{report.Command()} }
