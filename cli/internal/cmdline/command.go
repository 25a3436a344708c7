// Package cmdline parses command lines: commands with POSIX and GNU flags, help, and completion for four shells.
//
// It has the API of github.com/spf13/cobra and pflag as far as this program needs it. Those link templates and
// regular expressions, which add more than half a megabyte to a program.
package cmdline

import (
	"io"
	"sort"
	"strings"
)

// Command is a command. It either has subcommands, and then no flags with values, or RunE.
type Command struct {
	Use     string // name and arguments: flows [flags] SOURCE...
	Short   string // description in one line
	Long    string
	Example string
	Version string // of the root: --version prints it after the name

	Args Args // nil: any arguments
	RunE func(cmd *Command, args []string) error
	// CompleteArgs returns completions of the next argument; nil: files.
	CompleteArgs Completion

	parent      *Command
	commands    []*Command
	flags       *FlagSet
	completions map[string]Completion
	flagError   func(*Command, error) error
	out, err    io.Writer
}

// AddCommand adds subcommands. They are listed by name.
func (c *Command) AddCommand(all ...*Command) {
	for _, sub := range all {
		sub.parent = c
	}
	c.commands = append(c.commands, all...)
	sort.Slice(c.commands, func(i, j int) bool { return c.commands[i].Name() < c.commands[j].Name() })
}

// SetFlagErrorFunc sets the function that formats errors of flags, for this command and its subcommands.
func (c *Command) SetFlagErrorFunc(word func(*Command, error) error) { c.flagError = word }

// Name returns the first word of Use.
func (c *Command) Name() string {
	name, _, _ := strings.Cut(c.Use, " ")
	return name
}

// CommandPath returns the names of the parent commands and of this one.
func (c *Command) CommandPath() string {
	if c.parent == nil {
		return c.Name()
	}
	return c.parent.CommandPath() + " " + c.Name()
}

// Rename puts the name of a root in the place of another name, in descriptions and examples of all commands, where the
// name of a command follows.
func (c *Command) Rename(from string) {
	if c.Name() == from {
		return
	}
	for _, sub := range c.commands {
		c.replace(from+" "+sub.Name(), c.Name()+" "+sub.Name())
	}
	c.replace(from+" "+completionCommand, c.Name()+" "+completionCommand)
}

func (c *Command) replace(old, by string) {
	c.Short, c.Long = strings.ReplaceAll(c.Short, old, by), strings.ReplaceAll(c.Long, old, by)
	c.Example = strings.ReplaceAll(c.Example, old, by)
	for _, sub := range c.commands {
		sub.replace(old, by)
	}
}

// Commands returns the subcommands, by name.
func (c *Command) Commands() []*Command { return c.commands }

// Root returns the top-level command.
func (c *Command) Root() *Command {
	for c.parent != nil {
		c = c.parent
	}
	return c
}

// Flags returns the flags of the command. Add flags to it.
func (c *Command) Flags() *FlagSet {
	if c.flags == nil {
		c.flags = new(FlagSet)
	}
	return c.flags
}

// OutOrStdout returns the writer for output.
func (c *Command) OutOrStdout() io.Writer { return c.Root().out }

// ErrOrStderr returns the writer for messages.
func (c *Command) ErrOrStderr() io.Writer { return c.Root().err }

// Command returns the subcommand with the given name, or nil.
func (c *Command) Command(name string) *Command {
	for _, sub := range c.commands {
		if sub.Name() == name {
			return sub
		}
	}
	return nil
}
