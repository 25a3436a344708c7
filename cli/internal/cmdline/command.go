// Package cmdline reads command lines: commands with flags by POSIX and GNU, help, and completion in four shells.
//
// It does for this program what github.com/spf13/cobra and pflag do for any, whose names it keeps; but those bring
// templates and regular expressions along, which are more than half a megabyte of a program.
package cmdline

import (
	"io"
	"sort"
	"strings"
)

// Command is a command, or the root of some. Either it has commands beneath it, and then no flags of its own that take a
// value, or RunE does its work.
type Command struct {
	Use     string // the name, and then what else is on its command line: flows [flags] SOURCE...
	Short   string // one line about it
	Long    string
	Example string
	Version string // of the root: what --version prints behind the name

	Args Args // nil: whatever arguments there are
	RunE func(cmd *Command, args []string) error
	// CompleteArgs tells a shell what the next argument may be; nil: files.
	CompleteArgs Completion

	parent      *Command
	commands    []*Command
	flags       *FlagSet
	completions map[string]Completion
	flagError   func(*Command, error) error
	out, err    io.Writer
}

// AddCommand adds commands beneath this one, which list themselves by name.
func (c *Command) AddCommand(all ...*Command) {
	for _, sub := range all {
		sub.parent = c
	}
	c.commands = append(c.commands, all...)
	sort.Slice(c.commands, func(i, j int) bool { return c.commands[i].Name() < c.commands[j].Name() })
}

// SetFlagErrorFunc says how mistakes in flags are worded, of this command and those beneath it.
func (c *Command) SetFlagErrorFunc(word func(*Command, error) error) { c.flagError = word }

// Name returns the first word of Use.
func (c *Command) Name() string {
	name, _, _ := strings.Cut(c.Use, " ")
	return name
}

// CommandPath returns the names of the commands above it, and its own.
func (c *Command) CommandPath() string {
	if c.parent == nil {
		return c.Name()
	}
	return c.parent.CommandPath() + " " + c.Name()
}

// Root returns the command that has none above it.
func (c *Command) Root() *Command {
	for c.parent != nil {
		c = c.parent
	}
	return c
}

// Flags returns the flags of the command, to which its own are to be added.
func (c *Command) Flags() *FlagSet {
	if c.flags == nil {
		c.flags = new(FlagSet)
	}
	return c.flags
}

// OutOrStdout returns where output goes.
func (c *Command) OutOrStdout() io.Writer { return c.Root().out }

// ErrOrStderr returns where messages go.
func (c *Command) ErrOrStderr() io.Writer { return c.Root().err }

// lookup returns the command of that name beneath this one, nil if there is none.
func (c *Command) lookup(name string) *Command {
	for _, sub := range c.commands {
		if sub.Name() == name {
			return sub
		}
	}
	return nil
}
