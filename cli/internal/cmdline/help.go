package cmdline

import (
	"fmt"
	"io"
	"strings"

	"github.com/nfstream/nfstream-go/internal/near"
)

// Commands that every root gets.
const (
	helpCommand       = "help"
	completionCommand = "completion"
)

func newHelp() *Command {
	return &Command{
		Use:   helpCommand + " [COMMAND]",
		Short: "Help about any command",
		RunE: func(cmd *Command, args []string) error {
			about, rest := cmd.Root().find(args)
			if len(rest) > 0 {
				if found := about.SuggestionsFor(rest[0]); len(found) > 0 {
					return fmt.Errorf("unknown command %q: try %s", rest[0], near.Or(found))
				}
				return fmt.Errorf("unknown command %q; see %s --help", rest[0], about.CommandPath())
			}
			return about.Help()
		},
		CompleteArgs: func(cmd *Command, args []string, _ string) ([]string, Directive) {
			about, _ := cmd.Root().find(args)
			return about.names(), NoFileComp
		},
	}
}

// Help writes the description and the usage of a command.
func (c *Command) Help() error {
	about := c.Long
	if about == "" {
		about = c.Short
	}
	_, err := io.WriteString(c.OutOrStdout(), about+"\n\n"+c.usage())
	return err
}

func (c *Command) usage() string {
	var b strings.Builder
	flags := c.allFlags()
	b.WriteString("Usage:\n  " + c.CommandPath() + strings.TrimPrefix(c.Use, c.Name()))
	if !strings.Contains(c.Use, "[flags]") {
		b.WriteString(" [flags]")
	}
	b.WriteByte('\n')
	if len(c.commands) > 0 {
		b.WriteString("  " + c.CommandPath() + " [command]\n")
	}
	if c.Example != "" {
		b.WriteString("\nExamples:\n" + c.Example + "\n")
	}
	if len(c.commands) > 0 {
		b.WriteString("\nAvailable Commands:\n")
		for _, sub := range c.commands {
			fmt.Fprintf(&b, "  %-11s %s\n", sub.Name(), sub.Short)
		}
	}
	b.WriteString(flags.FlagUsages())
	if len(c.commands) > 0 {
		fmt.Fprintf(&b, "\nUse \"%s [command] --help\" for more information about a command.\n", c.CommandPath())
	}
	return b.String()
}
