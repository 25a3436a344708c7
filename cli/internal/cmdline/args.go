package cmdline

import (
	"fmt"
	"strconv"

	"github.com/nfstream/nfstream-go/internal/near"
)

// Args refuses arguments of a command that make no sense.
type Args func(cmd *Command, args []string) error

// ArbitraryArgs takes any.
func ArbitraryArgs(*Command, []string) error { return nil }

// NoArgs takes none.
func NoArgs(cmd *Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%q is one argument too many; see %s --help", args[0], cmd.CommandPath())
	}
	return nil
}

// ExactArgs takes n.
func ExactArgs(n int) Args { return between(n, n, strconv.Itoa(n)) }

// MinimumNArgs takes n or more.
func MinimumNArgs(n int) Args { return between(n, 1<<30, "at least "+strconv.Itoa(n)) }

// MaximumNArgs takes up to n.
func MaximumNArgs(n int) Args { return between(0, n, "at most "+strconv.Itoa(n)) }

func between(least, most int, wanted string) Args {
	return func(cmd *Command, args []string) error {
		if len(args) < least || len(args) > most {
			return fmt.Errorf("%d arguments are given: want %s; see %s --help", len(args), wanted, cmd.CommandPath())
		}
		return nil
	}
}

// SuggestionsFor returns the names of the commands beneath this one that a word may have been meant for.
func (c *Command) SuggestionsFor(word string) []string {
	names := make([]string, len(c.commands))
	for i, sub := range c.commands {
		names[i] = sub.Name()
	}
	return near.Words(word, names)
}

// SuggestionsFor returns the names of the flags that a name may have been meant for, with their dashes.
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
