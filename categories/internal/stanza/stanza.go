// Package stanza parses the text format of the catalogue and of custom rules. A stanza is a line with the name of an
// application, then indented lines, each with a key and its words.
//
//	Instagram
//	  hosts     instagram.com cdninstagram.com
//	  networks  192.0.2.0/24 2001:db8::/32
//
// Empty lines and lines that begin with # are comments.
package stanza

import (
	"fmt"
	"strings"
)

// Stanza is a name and its fields.
type Stanza struct {
	Name   string
	Line   int // line of the name, from 1
	Fields []Field
}

// Field is an indented line.
type Field struct {
	Key   string
	Words []string // the words after the key, at least one
	Line  int      // from 1
}

// Error is a mistake in a line.
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
			return nil, Errorf(number, "the line is indented, but no name precedes it")
		case len(words) == 1:
			return nil, Errorf(number, "%q has no value", words[0])
		default:
			last := &all[len(all)-1]
			last.Fields = append(last.Fields, Field{words[0], words[1:], number})
		}
	}
	return all, nil
}
