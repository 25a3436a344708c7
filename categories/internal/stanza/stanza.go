// Package stanza reads the text in which people describe applications, the catalogue's and those of a user's rules:
// a line with a name, and below it indented lines, each a key and what there is to say under that key.
//
//	Instagram
//	  hosts     instagram.com cdninstagram.com
//	  networks  192.0.2.0/24 2001:db8::/32
//
// Lines that are empty or begin with # are comments.
package stanza

import (
	"fmt"
	"strings"
)

// Stanza is a name and what is said of it.
type Stanza struct {
	Name   string
	Line   int // of the name, from 1
	Fields []Field
}

// Field is an indented line.
type Field struct {
	Key   string
	Words []string // behind the key, at least one
	Line  int      // from 1
}

// Error says what is wrong with a line.
type Error struct {
	Line int
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an *Error.
func Errorf(line int, format string, args ...any) error {
	return &Error{line, fmt.Errorf(format, args...)}
}

// Parse returns the stanzas of a text in order. The error is an *Error.
func Parse(text string) ([]Stanza, error) {
	var all []Stanza
	number := 0
	for line := range strings.Lines(text) {
		number++
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0][0] == '#':
		case line[0] != ' ' && line[0] != '\t':
			all = append(all, Stanza{Name: strings.Join(words, " "), Line: number})
		case len(all) == 0:
			return nil, Errorf(number, "it is indented, and no name stands above it")
		case len(words) == 1:
			return nil, Errorf(number, "nothing stands behind %q", words[0])
		default:
			last := &all[len(all)-1]
			last.Fields = append(last.Fields, Field{words[0], words[1:], number})
		}
	}
	return all, nil
}
