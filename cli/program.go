package cli

import (
	"io"
	"os"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/output"
	"github.com/nfstream/nfstream-go/sink/csv"
	"github.com/nfstream/nfstream-go/sink/json"
)

// Program is the nfstream command with what a program adds to it. The zero Program is nfstream itself.
type Program struct {
	Name     string // of the command, nfstream if empty
	Plugins  []nfstream.Plugin
	Formats  []Format
	Targets  []Target
	Commands []Command
}

// Format is a format of rows, which --format names and the extension of --output selects.
type Format = output.Format

// Target is a place for rows that is no file: a collector, a broker. A URL as --output selects it by its scheme.
type Target = output.Target

// Rows is what a format or a target knows of the rows of a run.
type Rows = output.Rows

// Main executes the command line of the process, and ends the process.
func (p *Program) Main() { os.Exit(p.Run(os.Args[1:], os.Stdout, os.Stderr)) }

// Run executes a command line, without the name of the program, and returns the exit status. It handles the signals
// of the process: an interrupt ends a run of flows.
func (p *Program) Run(args []string, stdout, stderr io.Writer) int {
	return report(stderr, newRoot(p).Execute(args, stdout, stderr))
}

func (p *Program) name() string {
	if p.Name == "" {
		return "nfstream"
	}
	return p.Name
}

// outputs returns everything that --output and --format may name.
func (p *Program) outputs() *output.Outputs {
	return &output.Outputs{Program: p.name(), Targets: append(collectors(), p.Targets...), Formats: append([]Format{
		{Name: formatCSV, Extensions: []string{".csv"}, New: func(w io.Writer, r Rows) nfstream.Sink { return csv.NewWriter(w, r.Columns) }},
		{Name: formatJSON, Extensions: []string{".json", ".jsonl", ".ndjson"},
			New: func(w io.Writer, r Rows) nfstream.Sink { return json.NewWriter(w, r.Columns) }},
	}, p.Formats...)}
}
