package cmdline

import (
	"fmt"
	"strings"
)

// Directive is the sum of what a shell is to do with what it is told.
type Directive int

// The directives, as the scripts know them.
const (
	NoSpace    Directive = 2 // the word may go on
	NoFileComp Directive = 4 // no file may stand there
)

// Completion returns what the word that is being typed may be, perhaps each with a tab and what it means. Words that do
// not begin with what is typed are left out by others.
type Completion func(cmd *Command, args []string, typed string) ([]string, Directive)

// FixedCompletions completes to one of the words given.
func FixedCompletions(words []string, d Directive) Completion {
	return func(*Command, []string, string) ([]string, Directive) { return words, d }
}

// RegisterFlagCompletionFunc tells what the values of a flag may be. It is an error that there is no such flag.
func (c *Command) RegisterFlagCompletionFunc(flag string, complete Completion) error {
	if c.Flags().Lookup(flag) == nil {
		return fmt.Errorf("there is no flag --%s", flag)
	}
	if c.completions == nil {
		c.completions = map[string]Completion{}
	}
	c.completions[flag] = complete
	return nil
}

// The commands that the scripts call: with the words typed so far, the last of which may be empty.
const (
	completeCommand     = "__complete"
	completeBareCommand = "__completeNoDesc" // without what the words mean
)

// complete writes a line for each word that may stand in the place of the last, and one with the directive.
func (c *Command) complete(words []string, describe bool) error {
	typed := ""
	if n := len(words); n > 0 {
		words, typed = words[:n-1], words[n-1]
	}
	cmd, before := c.find(words)
	all, directive, typed := cmd.candidates(before, typed)
	for _, text := range all {
		word, _, _ := strings.Cut(text, "\t")
		if !strings.HasPrefix(word, typed) {
			continue
		}
		if !describe {
			text = word
		}
		if _, err := fmt.Fprintln(c.out, text); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(c.out, ":%d\n", directive)
	return err
}

// candidates returns what may stand behind the words before, and the part of the last word that decides.
func (c *Command) candidates(before []string, typed string) ([]string, Directive, string) {
	fs := c.allFlags()
	value, args, flagsOver := scan(fs, before)
	if value != nil {
		words, d := c.completeValue(value, args, typed)
		return words, d, typed
	}
	if name, text, ok := strings.Cut(typed, "="); ok && !flagsOver && strings.HasPrefix(name, "-") {
		if f := flagOf(fs, name); f != nil {
			words, d := c.completeValue(f, args, text)
			return words, d, text
		}
	}
	switch {
	case !flagsOver && strings.HasPrefix(typed, "-"):
		return flagWords(fs), NoFileComp, typed
	case len(c.commands) > 0 && len(args) == 0:
		return c.names(), NoFileComp, typed
	case len(c.commands) > 0:
		return nil, NoFileComp, typed
	case c.CompleteArgs != nil:
		words, d := c.CompleteArgs(c, args, typed)
		return words, d, typed
	}
	return nil, 0, typed
}

func (c *Command) completeValue(f *Flag, args []string, typed string) ([]string, Directive) {
	if complete := c.completions[f.Name]; complete != nil {
		return complete(c, args, typed)
	}
	return nil, 0
}

// scan tells the words of flags from arguments. It returns the flag whose value comes next, if one's does, and whether
// flags are over because of a word --.
func scan(fs *FlagSet, words []string) (value *Flag, args []string, over bool) {
	for _, word := range words {
		switch {
		case value != nil:
			value = nil
		case over || !strings.HasPrefix(word, "-") || word == "-":
			args = append(args, word)
		case word == "--":
			over = true
		case !strings.Contains(word, "="):
			if f := flagOf(fs, word); f != nil && f.NoOptDefVal == "" {
				value = f
			}
		}
	}
	return value, args, over
}

// flagOf returns the flag that a word such as --output or -o names, nil if there is none.
func flagOf(fs *FlagSet, word string) *Flag {
	if name, long := strings.CutPrefix(word, "--"); long {
		return fs.Lookup(name)
	}
	if len(word) != 2 {
		return nil
	}
	return fs.ShorthandLookup(word[1:])
}

func flagWords(fs *FlagSet) (words []string) {
	fs.VisitAll(func(f *Flag) {
		_, usage := f.unquoted()
		words = append(words, "--"+f.Name+"\t"+usage)
		if f.Shorthand != "" {
			words = append(words, "-"+f.Shorthand+"\t"+usage)
		}
	})
	return words
}

// names returns the names of the commands beneath this one, with what they are for.
func (c *Command) names() (words []string) {
	for _, sub := range c.commands {
		words = append(words, sub.Name()+"\t"+sub.Short)
	}
	return words
}
