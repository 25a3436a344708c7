package cmdline

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Value is what a flag sets.
type Value interface {
	String() string
	Set(text string) error
	Type() string // the word that stands for a value in help
}

// Repeated is a value that gains something each time that it is set.
type Repeated interface {
	Value
	Repeats()
}

// Flag is an option of a command line, by POSIX and GNU: --name value, --name=value, and with one letter -n value or
// -nvalue.
type Flag struct {
	Name        string
	Shorthand   string // one letter, or empty
	Usage       string // with the word that stands for its value in backquotes, if not Value's type
	Value       Value
	DefValue    string // the value before Parse
	Changed     bool   // it has been given
	NoOptDefVal string // the value of a flag that stands alone; empty: it takes a value
}

// Repeats reports whether each value of the flag adds to those before, rather than replacing them.
func (f *Flag) Repeats() bool {
	_, repeats := f.Value.(Repeated)
	return repeats
}

// FlagSet is the flags of a command, in the order in which help lists them.
type FlagSet struct {
	flags []*Flag
	args  []string
}

// ValueError is of a value that a flag does not take.
type ValueError struct {
	Flag  *Flag
	Value string
	Err   error
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("invalid argument %q for --%s: %v", e.Value, e.Flag.Name, e.Err)
}

func (e *ValueError) Unwrap() error { return e.Err }

// Var adds a flag.
//
//go:noinline
func (fs *FlagSet) Var(v Value, name, usage string) { fs.VarP(v, name, "", usage) }

// VarP adds a flag that has a letter, too, and returns it.
func (fs *FlagSet) VarP(v Value, name, shorthand, usage string) *Flag {
	if fs.Lookup(name) != nil {
		panic("a second flag --" + name)
	}
	f := &Flag{Name: name, Shorthand: shorthand, Usage: usage, Value: v, DefValue: v.String()}
	fs.flags = append(fs.flags, f)
	return f
}

// Lookup returns the flag of a name, nil if there is none.
func (fs *FlagSet) Lookup(name string) *Flag {
	for _, f := range fs.flags {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// ShorthandLookup returns the flag of a letter, nil if there is none.
func (fs *FlagSet) ShorthandLookup(letter string) *Flag {
	for _, f := range fs.flags {
		if f.Shorthand == letter && letter != "" {
			return f
		}
	}
	return nil
}

// VisitAll calls visit with every flag.
func (fs *FlagSet) VisitAll(visit func(*Flag)) {
	for _, f := range fs.flags {
		visit(f)
	}
}

// Changed reports whether a flag has been given.
func (fs *FlagSet) Changed(name string) bool {
	f := fs.Lookup(name)
	return f != nil && f.Changed
}

// Set gives a flag a value, as the command line does.
func (fs *FlagSet) Set(name, value string) error {
	f := fs.Lookup(name)
	if f == nil {
		return fmt.Errorf("unknown flag: --%s", name)
	}
	return f.set(value)
}

func (f *Flag) set(value string) error {
	if err := f.Value.Set(value); err != nil {
		return &ValueError{f, value, err}
	}
	f.Changed = true
	return nil
}

// Args returns what Parse found that is neither a flag nor its value.
func (fs *FlagSet) Args() []string { return fs.args }

// Parse reads a command line. Flags may stand among arguments, up to a word --.
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

// long reads name or name=value. It returns the words behind.
func (fs *FlagSet) long(text string, words []string) ([]string, error) {
	name, value, valued := strings.Cut(text, "=")
	f := fs.Lookup(name)
	switch {
	case f == nil:
		return nil, fmt.Errorf("unknown flag: --%s", name)
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

// letters reads flags of one letter, of which the last may have its value behind it. It returns the words behind.
func (fs *FlagSet) letters(text string, words []string) ([]string, error) {
	for all := text; text != ""; {
		_, n := utf8.DecodeRuneInString(text)
		f := fs.ShorthandLookup(text[:n])
		letter := text[:n]
		text = text[n:]
		value := text
		switch {
		case f == nil:
			return nil, fmt.Errorf("unknown shorthand flag: %q in -%s", letter, all)
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
