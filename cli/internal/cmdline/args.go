package cmdline

import (
	"fmt"
	"strconv"
	"strings"
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

// SuggestionsFor returns the names of the commands beneath this one that begin with a word, or are at most two edits
// away from it.
func (c *Command) SuggestionsFor(word string) (near []string) {
	word = strings.ToLower(word)
	for _, sub := range c.commands {
		if name := sub.Name(); strings.HasPrefix(name, word) || distance(word, name) <= 2 {
			near = append(near, name)
		}
	}
	return near
}

// distance returns the edits (Levenshtein's) between two words, of which the first may be of any length.
func distance(a, b string) int {
	if len(a) > len(b)+2 {
		return len(a) - len(b)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
