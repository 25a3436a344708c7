package stanza

import (
	"fmt"
	"strings"
)

// maxExpanded is the maximum number of names of one word.
const maxExpanded = 10_000

// Expand expands the alternatives in braces of a word: a.{b,c}.d is a.b.d and a.c.d. A word may have several braces,
// but not nested ones.
func Expand(word string) ([]string, error) {
	all := []string{""}
	for rest := word; rest != ""; {
		before, after, braces := strings.Cut(rest, "{")
		choices := []string{""}
		if braces {
			var list string
			if list, after, braces = strings.Cut(after, "}"); !braces || strings.Contains(list, "{") {
				return nil, fmt.Errorf("%q has an unclosed brace", word)
			}
			choices = strings.Split(list, ",")
		}
		if strings.ContainsAny(before, "},") {
			return nil, fmt.Errorf("%q closes a brace that is not open", word)
		}
		if len(all)*len(choices) > maxExpanded {
			return nil, fmt.Errorf("%q expands to more than %d names", word, maxExpanded)
		}
		all = combine(all, before, choices)
		rest = after
	}
	return all, nil
}

// combine returns all combinations of a prefix, the middle and a suffix.
func combine(prefixes []string, middle string, suffixes []string) []string {
	all := make([]string, 0, len(prefixes)*len(suffixes))
	for _, prefix := range prefixes {
		for _, suffix := range suffixes {
			all = append(all, prefix+middle+suffix)
		}
	}
	return all
}
