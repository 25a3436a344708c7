package main

import (
	"github.com/nfstream/nfstream-go/cli"
	"github.com/nfstream/nfstream-go/sink/kafka"
)

// formats are those that nfstream does not have.
func formats() []cli.Format { return nil }

// targets are those that nfstream does not have.
func targets() []cli.Target {
	return []cli.Target{
		kafka.Target(),
	}
}
