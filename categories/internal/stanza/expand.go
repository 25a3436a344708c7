package stanza

import (
	"fmt"
	"strings"
)

// maxExpanded is what one word may stand for at most.
const maxExpanded = 10_000

// Expand returns what a word with alternatives in braces stands for: a.{b,c}.d is a.b.d and a.c.d. Braces may follow
// one another, and not be within one another.
func Expand(word string) ([]string, error) {
	all := []string{""}
	for rest := word; rest != ""; {
		before, after, braces := strings.Cut(rest, "{")
		choices := []string{""}
		if braces {
			var list string
			if list, after, braces = strings.Cut(after, "}"); !braces || strings.Contains(list, "{") {
				return nil, fmt.Errorf("%q has braces that do not close", word)
			}
			choices = strings.Split(list, ",")
		}
		if strings.ContainsAny(before, "},") {
			return nil, fmt.Errorf("%q closes no brace", word)
		}
		if len(all)*len(choices) > maxExpanded {
			return nil, fmt.Errorf("%q stands for more than %d names", word, maxExpanded)
		}
		all = combine(all, before, choices)
		rest = after
	}
	return all, nil
}

// combine returns each of begins, followed by middle and each of ends.
func combine(begins []string, middle string, ends []string) []string {
	all := make([]string, 0, len(begins)*len(ends))
	for _, begin := range begins {
		for _, end := range ends {
			all = append(all, begin+middle+end)
		}
	}
	return all
}
