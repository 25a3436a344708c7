//go:build tiny

package cli

import (
	"io"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

func moreCommands(*Program) []*cmdline.Command { return nil }

func (p *parameters) defineProcesses(*cmdline.FlagSet) {}

func (p *parameters) watchProcesses(*nfstream.Config, io.Writer) (forget func(), err error) {
	return func() {}, nil
}

// openSeveral is not called: setOutlets refuses several outputs.
func (p *parameters) openSeveral(*nfstream.Streamer, io.Writer) (k outputSink, err error) {
	return k, nil
}

func (p *parameters) noteFlags(*cmdline.FlagSet) {}

func (p *parameters) defineEngine(*cmdline.FlagSet)        {}
func (p *parameters) defineFilter(*cmdline.FlagSet)        {}
func (p *parameters) defineCount(*cmdline.FlagSet)         {}
func (p *parameters) defineRules(*cmdline.FlagSet)         {}
func (p *parameters) defineAnonymization(*cmdline.FlagSet) {}
func (p *parameters) defineMetricsFile(*cmdline.FlagSet)   {}
func (p *parameters) defineRisks(*cmdline.FlagSet)         {}

func (p *parameters) showRisks(fields []string) []string { return fields }

func (p *parameters) checkMetricsFile(...string) error { return nil }

func (p *parameters) writeMetrics(*nfstream.Streamer, time.Time, outputSink, io.Writer) (end func(uint64) uint64) {
	return func(uint64) uint64 { return 0 }
}
