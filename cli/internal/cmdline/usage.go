package cmdline

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// FlagUsages returns the help of all flags, by group.
func (fs *FlagSet) FlagUsages() string {
	var b strings.Builder
	fs.writeUsages(&b)
	return b.String()
}

const (
	onlyGroup = "Flags" // the heading if no flag is in a group
	restGroup = "Others"
)

// headings returns the names of the groups with flags. The default group is last.
func (fs *FlagSet) headings() []string {
	var names []string
	has := map[string]bool{}
	for _, f := range fs.flags {
		if !has[f.Group] && f.Group != "" && !slices.Contains(fs.groups, f.Group) {
			names = append(names, f.Group)
		}
		has[f.Group] = true
	}
	names = append(append(fs.groups[:len(fs.groups):len(fs.groups)], names...), "")
	return slices.DeleteFunc(names, func(name string) bool { return !has[name] })
}

func (fs *FlagSet) writeUsages(b *strings.Builder) {
	lefts, rights := make([]string, len(fs.flags)), make([]string, len(fs.flags))
	widest := 0
	for i, f := range fs.flags {
		word, usage := f.unquoted()
		lefts[i], rights[i] = f.left(word), usage+f.shownDefault()
		widest = max(widest, utf8.RuneCountInString(lefts[i]))
	}
	names := fs.headings()
	for _, name := range names {
		b.WriteByte('\n')
		switch {
		case name != "":
			b.WriteString(name)
		case len(names) == 1:
			b.WriteString(onlyGroup)
		default:
			b.WriteString(restGroup)
		}
		b.WriteString(":\n")
		for i, f := range fs.flags {
			if f.Group == name {
				fmt.Fprintf(b, "%-*s   %s\n", widest, lefts[i], rights[i])
			}
		}
	}
}

// left returns the flag with the placeholder of its value.
func (f *Flag) left(word string) string {
	left := "      --" + f.Name
	if f.Shorthand != "" {
		left = "  -" + f.Shorthand + ", --" + f.Name
	}
	if word != "" {
		left += " " + word
	}
	return left
}

// unquoted returns the placeholder of the flag's value, empty for a flag without a value, and the usage without
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

// shownDefault returns the default in parentheses, unless it is empty or false.
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
