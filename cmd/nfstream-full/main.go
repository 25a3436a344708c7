// Command nfstream-full is nfstream with the formats, outputs and commands that need libraries. See nfstream-full --help.
package main

import (
	"github.com/nfstream/nfstream-go/cli"
	"github.com/nfstream/nfstream-go/cmd/nfstream-full/internal/metrics"
)

func main() { program().Main() }

// program returns what nfstream-full is.
func program() *cli.Program {
	return &cli.Program{Name: "nfstream-full", Formats: formats(), Targets: targets(), Commands: commands(),
		ServeMetrics: metrics.Open, CheckMetrics: metrics.Check}
}
