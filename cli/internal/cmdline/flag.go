package cmdline

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Value is the value that a flag sets.
type Value interface {
	String() string
	Set(text string) error
	Type() string // placeholder of the value in help
}

// Repeated is a value that accumulates each time that it is set.
type Repeated interface {
	Value
	Repeats()
}

// Flag is a POSIX and GNU option: --name value, --name=value, and with one letter -n value or -nvalue.
type Flag struct {
	Name        string
	Shorthand   string // one letter, or empty
	Usage       string // may contain the placeholder of the value in backquotes
	Value       Value
	DefValue    string   // the value before Parse
	Changed     bool     // the flag was given
	Texts       []string // its values as they were given
	NoOptDefVal string   // the value of a flag without a value; empty: a value is required
	Group       string   // heading in help; empty: the default heading
}

// Repeats reports whether further values are added to earlier ones instead of replacing them.
func (f *Flag) Repeats() bool {
	_, repeats := f.Value.(Repeated)
	return repeats
}

// FlagSet is the flags of a command, in the order of help.
type FlagSet struct {
	flags  []*Flag
	args   []string
	groups []string // in order of help
	group  string   // group of flags added from now on
}

// Groups sets the order of groups in help. Other groups follow in order of their first flag.
func (fs *FlagSet) Groups(names ...string) { fs.groups = append(fs.groups, names...) }

// Group sets the group of flags that are added from now on.
func (fs *FlagSet) Group(name string) { fs.group = name }

// ValueError is the error of an invalid value of a flag.
type ValueError struct {
	Flag  *Flag
	Value string
	Err   error
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("invalid argument %q for --%s: %v", e.Value, e.Flag.Name, e.Err)
}

func (e *ValueError) Unwrap() error { return e.Err }

// UnknownError is the error of an unknown flag.
type UnknownError struct {
	Flag string // with its dashes
	Word string // word of the command line; may combine several letters
}

func (e *UnknownError) Error() string {
	if e.Word != e.Flag {
		return "unknown flag: " + e.Flag + " in " + e.Word
	}
	return "unknown flag: " + e.Flag
}

// Var adds a flag.
//
//go:noinline
func (fs *FlagSet) Var(v Value, name, usage string) { fs.VarP(v, name, "", usage) }

// VarP adds a flag with a letter and returns it.
func (fs *FlagSet) VarP(v Value, name, shorthand, usage string) *Flag {
	if fs.Lookup(name) != nil {
		panic("a second flag --" + name)
	}
	f := &Flag{Name: name, Shorthand: shorthand, Usage: usage, Value: v, DefValue: v.String(),
		Group: fs.group}
	fs.flags = append(fs.flags, f)
	return f
}

// Add adds a flag of another set, in its group.
func (fs *FlagSet) Add(f *Flag) { fs.flags = append(fs.flags, f) }

// Lookup returns the flag with the given name, or nil.
func (fs *FlagSet) Lookup(name string) *Flag {
	for _, f := range fs.flags {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// ShorthandLookup returns the flag with the given letter, or nil.
func (fs *FlagSet) ShorthandLookup(letter string) *Flag {
	for _, f := range fs.flags {
		if f.Shorthand == letter && letter != "" {
			return f
		}
	}
	return nil
}

// VisitAll calls visit with each flag.
func (fs *FlagSet) VisitAll(visit func(*Flag)) {
	for _, f := range fs.flags {
		visit(f)
	}
}

// Changed reports whether a flag was given.
func (fs *FlagSet) Changed(name string) bool {
	f := fs.Lookup(name)
	return f != nil && f.Changed
}

// Set sets the value of a flag, like the command line.
func (fs *FlagSet) Set(name, value string) error {
	f := fs.Lookup(name)
	if f == nil {
		return &UnknownError{"--" + name, "--" + name}
	}
	return f.set(value)
}

func (f *Flag) set(value string) error {
	if err := f.Value.Set(value); err != nil {
		return &ValueError{f, value, err}
	}
	f.Changed, f.Texts = true, append(f.Texts, value)
	return nil
}

// Args returns the arguments that Parse found.
func (fs *FlagSet) Args() []string { return fs.args }

// Parse parses a command line. Flags and arguments may be mixed, up to a word --.
func (fs *FlagSet) Parse(words []string) (err error) {
	fs.args = nil
	for err == nil && len(words) > 0 {
		word := words[0]
		words = words[1:]
		switch {
		case word == "--":
			fs.args = append(fs.args, words...)
			return nil
		case strings.HasPrefix(word, "--"):
			words, err = fs.long(word[2:], words)
		case len(word) > 1 && word[0] == '-':
			words, err = fs.letters(word[1:], words)
		default:
			fs.args = append(fs.args, word)
		}
	}
	return err
}

// long reads name or name=value. It returns the remaining words.
func (fs *FlagSet) long(text string, words []string) ([]string, error) {
	name, value, valued := strings.Cut(text, "=")
	f := fs.Lookup(name)
	switch {
	case f == nil:
		return nil, &UnknownError{"--" + name, "--" + name}
	case valued:
	case f.NoOptDefVal != "":
		value = f.NoOptDefVal
	case len(words) == 0:
		return nil, fmt.Errorf("flag needs an argument: --%s", name)
	default:
		value, words = words[0], words[1:]
	}
	return words, f.set(value)
}

// letters reads flags of one letter; the last one may be followed by its value. It returns the remaining words.
func (fs *FlagSet) letters(text string, words []string) ([]string, error) {
	for all := text; text != ""; {
		_, n := utf8.DecodeRuneInString(text)
		f := fs.ShorthandLookup(text[:n])
		letter := text[:n]
		text = text[n:]
		value := text
		switch {
		case f == nil:
			return nil, &UnknownError{"-" + letter, "-" + all}
		case strings.HasPrefix(text, "="):
			value, text = text[1:], ""
		case f.NoOptDefVal != "":
			value = f.NoOptDefVal
		case text != "":
			text = ""
		case len(words) == 0:
			return nil, fmt.Errorf("flag needs an argument: %q in -%s", letter, all)
		default:
			value, words = words[0], words[1:]
		}
		if err := f.set(value); err != nil {
			return nil, err
		}
	}
	return words, nil
}
