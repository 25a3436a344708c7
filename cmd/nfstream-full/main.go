// Command nfstream-full is nfstream with the formats and outputs that need libraries. See nfstream-full --help.
package main

import (
	"github.com/nfstream/nfstream-go/cli"
	"github.com/nfstream/nfstream-go/cmd/nfstream-full/internal/metrics"
)

func main() { full().Main() }

// full returns what nfstream-full is.
func full() *cli.Program {
	return &cli.Program{Name: "nfstream-full", Formats: formats(), Targets: targets(),
		ServeMetrics: metrics.Open, CheckMetrics: metrics.Check}
}
