//go:build !tiny

package cli

import (
	"strings"

	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// notOfRows are flags that do not change rows, or only for one output, or that say where a secret is.
var notOfRows = map[string]bool{"output": true, "format": true, "fields": true, "time-format": true, "null": true,
	"rotate-flows": true, "rotate-size": true, "keep": true, "queue": true, "quiet": true, "no-progress": true,
	"performance-report": true, "metrics-file": true, "metrics": true, "metrics-credentials": true, "anonymize-key-file": true,
	"workers": true, "memory": true, "ring-size": true, "block-timeout": true, "sources": true, "wait": true,
	"log-level": true, "log-format": true, "log-interval": true, "config": true, "check": true, "help": true}

// noteFlags notes the flags of a command line that change rows, for formats that keep such notes.
func (p *parameters) noteFlags(fs *cmdline.FlagSet) {
	fs.VisitAll(func(f *cmdline.Flag) {
		if f.Changed && !notOfRows[f.Name] {
			p.noteOne(f.Name, strings.Join(f.Texts, ","))
		}
	})
}

func (p *parameters) noteOne(name, value string) {
	if p.given == nil {
		p.given = map[string]string{}
	}
	p.given[name] = value
}
