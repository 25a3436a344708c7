package cmdline

import (
	"fmt"
	"strings"
)

// Directive is a set of instructions to the shell for completions.
type Directive int

// The directives of the scripts.
const (
	NoSpace    Directive = 2 // add no space: the word may continue
	NoFileComp Directive = 4 // do not complete files
)

// Completion returns candidates for the current word, each with an optional tab and description. The caller removes
// candidates without the typed prefix.
type Completion func(cmd *Command, args []string, typed string) ([]string, Directive)

// FixedCompletions completes to one of the words given.
func FixedCompletions(words []string, d Directive) Completion {
	return func(*Command, []string, string) ([]string, Directive) { return words, d }
}

// RegisterFlagCompletionFunc sets the completion of a flag's values. It returns an error for an unknown flag.
func (c *Command) RegisterFlagCompletionFunc(flag string, complete Completion) error {
	if c.Flags().Lookup(flag) == nil {
		return fmt.Errorf("unknown flag --%s", flag)
	}
	if c.completions == nil {
		c.completions = map[string]Completion{}
	}
	c.completions[flag] = complete
	return nil
}

// The commands that the scripts call, with the words typed so far. The last word may be empty.
const (
	completeCommand     = "__complete"
	completeBareCommand = "__completeNoDesc" // without descriptions
)

// complete writes a line for each candidate of the last word, and a line with the directive.
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

// candidates returns the candidates after the words before, and the prefix to match.
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

// scan separates flags from arguments. It returns the flag that expects a value next, if any, and whether the word --
// has ended the flags.
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

// flagOf returns the flag of a word such as --output or -o, or nil.
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

// names returns the names of subcommands with their descriptions.
func (c *Command) names() (words []string) {
	for _, sub := range c.commands {
		words = append(words, sub.Name()+"\t"+sub.Short)
	}
	return words
}
