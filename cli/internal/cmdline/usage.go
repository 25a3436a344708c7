package cmdline

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// FlagUsages returns the lines of help on all flags.
func (fs *FlagSet) FlagUsages() string {
	var lefts, rights []string
	widest := 0
	for _, f := range fs.flags {
		left := "      --" + f.Name
		if f.Shorthand != "" {
			left = "  -" + f.Shorthand + ", --" + f.Name
		}
		word, usage := f.unquoted()
		if word != "" {
			left += " " + word
		}
		lefts, rights = append(lefts, left), append(rights, usage+f.shownDefault())
		widest = max(widest, utf8.RuneCountInString(left))
	}
	var b strings.Builder
	for i, left := range lefts {
		fmt.Fprintf(&b, "%-*s   %s\n", widest, left, rights[i])
	}
	return b.String()
}

// unquoted returns the word that stands for the flag's value, empty for one that stands alone, and the usage without
// backquotes.
func (f *Flag) unquoted() (word, usage string) {
	before, rest, _ := strings.Cut(f.Usage, "`")
	if word, after, ok := strings.Cut(rest, "`"); ok {
		return word, before + word + after
	}
	if f.NoOptDefVal != "" {
		return "", f.Usage
	}
	return f.Value.Type(), f.Usage
}

// shownDefault returns the default in parentheses, unless that is nothing, or no.
func (f *Flag) shownDefault() string {
	switch f.DefValue {
	case "", "0", "0s", "false":
		return ""
	}
	if _, ok := f.Value.(*stringValue); ok {
		return fmt.Sprintf(" (default %q)", f.DefValue)
	}
	return fmt.Sprintf(" (default %s)", f.DefValue)
}
