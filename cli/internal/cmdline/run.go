package cmdline

import (
	"fmt"
	"io"
	"strings"
)

// The flags that all commands have.
const (
	helpFlag    = "help"
	versionFlag = "version"
)

// Execute runs the command line args, without the program's name, for the root c.
func (c *Command) Execute(args []string, out, err io.Writer) error {
	c.out, c.err = out, err
	if c.Command(helpCommand) == nil {
		c.AddCommand(newHelp())
		if completes {
			c.AddCommand(newCompletion(c.Name()))
		}
	}
	if completes && len(args) > 0 && (args[0] == completeCommand || args[0] == completeBareCommand) {
		return c.complete(args[1:], args[0] == completeCommand)
	}
	command, rest := c.find(args)
	return command.execute(rest)
}

// find returns the command of the words, and the words without the names of commands.
func (c *Command) find(words []string) (*Command, []string) {
	for i, word := range words {
		if strings.HasPrefix(word, "-") {
			continue
		}
		if sub := c.Command(word); sub != nil {
			return sub.find(append(append([]string{}, words[:i]...), words[i+1:]...))
		}
		break
	}
	return c, words
}

func (c *Command) execute(args []string) error {
	fs := c.allFlags()
	if err := fs.Parse(args); err != nil {
		if len(c.commands) > 0 && c.Args != nil && !strings.HasPrefix(args[0], "-") {
			if unknown := c.Args(c, args[:1]); unknown != nil {
				return unknown // flags are those of the command that it names
			}
		}
		return c.wordFlagError(err)
	}
	if is(fs, helpFlag) {
		return c.Help()
	}
	if is(fs, versionFlag) {
		_, err := fmt.Fprintln(c.OutOrStdout(), c.Name(), "version", c.Version)
		return err
	}
	if c.Args != nil {
		if err := c.Args(c, fs.Args()); err != nil {
			return err
		}
	}
	return c.RunE(c, fs.Args())
}

// allFlags returns the flags of the command and those that all commands have.
func (c *Command) allFlags() *FlagSet {
	fs := c.Flags()
	if fs.Lookup(helpFlag) == nil {
		fs.Group("")
		fs.BoolVarP(new(bool), helpFlag, "h", false, "help for "+c.Name())
		if c.Version != "" {
			fs.BoolVarP(new(bool), versionFlag, "v", false, "version for "+c.Name())
		}
	}
	return fs
}

func is(fs *FlagSet, name string) bool {
	f := fs.Lookup(name)
	return f != nil && f.Changed && f.Value.String() == "true"
}

func (c *Command) wordFlagError(err error) error {
	for at := c; at != nil; at = at.parent {
		if at.flagError != nil {
			return at.flagError(c, err)
		}
	}
	return err
}
