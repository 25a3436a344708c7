package cmdline

import (
	"fmt"
	"strconv"

	"github.com/nfstream/nfstream-go/internal/near"
)

// Args returns an error for invalid arguments of a command.
type Args func(cmd *Command, args []string) error

// ArbitraryArgs accepts any arguments.
func ArbitraryArgs(*Command, []string) error { return nil }

// NoArgs accepts no arguments.
func NoArgs(cmd *Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("unexpected argument %q; see %s --help", args[0], cmd.CommandPath())
	}
	return nil
}

// ExactArgs requires n arguments.
func ExactArgs(n int) Args { return between(n, n, strconv.Itoa(n)) }

// MinimumNArgs requires at least n arguments.
func MinimumNArgs(n int) Args { return between(n, 1<<30, "at least "+strconv.Itoa(n)) }

// MaximumNArgs accepts at most n arguments.
func MaximumNArgs(n int) Args { return between(0, n, "at most "+strconv.Itoa(n)) }

func between(least, most int, wanted string) Args {
	return func(cmd *Command, args []string) error {
		if len(args) < least || len(args) > most {
			return fmt.Errorf("%d arguments given: want %s; see %s --help", len(args), wanted, cmd.CommandPath())
		}
		return nil
	}
}

// SuggestionsFor returns the names of subcommands that are similar to a word.
func (c *Command) SuggestionsFor(word string) []string {
	names := make([]string, len(c.commands))
	for i, sub := range c.commands {
		names[i] = sub.Name()
	}
	return near.Words(word, names)
}

// SuggestionsFor returns the names of flags that are similar to a name, with their dashes.
func (fs *FlagSet) SuggestionsFor(name string) []string {
	names := make([]string, len(fs.flags))
	for i, f := range fs.flags {
		names[i] = f.Name
	}
	found := near.Words(name, names)
	for i := range found {
		found[i] = "--" + found[i]
	}
	return found
}
