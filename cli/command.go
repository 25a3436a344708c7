package cli

import (
	"slices"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/internal/output"
)

// Command is a command that meters sources like flows and writes a document of the flows instead of rows. It has the
// flags of flows that are not about rows, and those of Flags.
type Command struct {
	Name    string // one word
	Short   string // what it does, in one line
	Long    string // the same with details; empty: Short
	Example string // lines of two spaces and a command
	Output  string // default of --output
	Flags   []Flag
	// Configure completes the configuration of a run, after the flags are parsed. Its error ends the command. Nil: nothing
	// to complete.
	Configure func(*nfstream.Config) error
	Format    Format // of the document
}

// Flag is a flag of a Command.
type Flag struct {
	Name  string // without dashes
	Usage string // the placeholder of the value may be in backquotes
	Value FlagValue
}

// FlagValue is the value that a flag sets: String returns the default, Set parses a text, Type is the placeholder in help.
type FlagValue = cmdline.Value

const groupDocument = "Document"

// rowFlags are the flags of flows that a Command lacks.
var rowFlags = []string{"format", "fields", "time-format", "null", "rotate-flows", "rotate-size", "keep", "statistics", "splt",
	"accounting-mode", "count", "slice", "metrics-file", "system-visibility", "passwords"}

// newCommand returns the command of a program.
func newCommand(program *Program, c *Command) *cmdline.Command {
	p, to := newParameters(program), ""
	cmd := &cmdline.Command{
		Use: c.Name + " [flags] SOURCE...", Short: c.Short, Long: c.Long, Example: c.Example,
		Args: p.takeSources,
		RunE: func(cmd *cmdline.Command, _ []string) error {
			p.to, p.format = []string{to}, c.Format.Name
			if c.Configure != nil {
				if err := c.Configure(&p.config); err != nil {
					return err
				}
			}
			return p.run(cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	p.defineFor(cmd.Flags(), c, &to)
	p.outputs = &output.Outputs{Program: program.name(), Formats: []Format{c.Format}}
	completeMeter(cmd, program)
	return cmd
}

// defineFor defines the flags of a Command, and where its output goes.
func (p *parameters) defineFor(fs *cmdline.FlagSet, c *Command, to *string) {
	all := new(cmdline.FlagSet)
	p.define(all)
	fs.Groups(groupDocument, groupInput, groupTimeouts, groupOutput, groupLabels, groupLive, groupLimits)
	fs.Group(groupDocument)
	fs.StringVarP(to, "output", "o", c.Output, "write to this `file`; - is standard output")
	for _, f := range c.Flags {
		fs.Var(f.Value, f.Name, f.Usage)
	}
	all.VisitAll(func(f *cmdline.Flag) {
		if fs.Lookup(f.Name) == nil && !slices.Contains(rowFlags, f.Name) {
			fs.Add(f)
		}
	})
}

// commands returns the commands that a program adds.
func (p *Program) commands() (all []*cmdline.Command) {
	for i := range p.Commands {
		all = append(all, newCommand(p, &p.Commands[i]))
	}
	return all
}
