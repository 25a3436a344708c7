// Package settings reads a file of settings: keys and their values, in YAML, each with the place where it stands, so that
// a mistake is told by line and column. A file is one mapping of names to plain values, or lists of them. Anchors,
// aliases, tags and nested mappings have no meaning and are refused.
package settings

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// MaxSize is how many bytes a file may have.
const MaxSize = 1 << 20

// Place is where in a file something stands, from 1 on.
type Place struct{ Line, Column int }

// Value is a plain value as it is written, without quotes.
type Value struct {
	Place
	Text string
}

// Entry is a key with its value, or the values of its list.
type Entry struct {
	Place
	Key    string
	List   bool
	Values []Value
}

// Mistake says what is wrong with a file, and where.
type Mistake struct {
	Place
	File   string
	Reason string
}

func (m *Mistake) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", m.File, m.Line, m.Column, m.Reason)
}

// Read returns the settings of a file, in order, and every *Mistake in it, joined.
func Read(path string) ([]Entry, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, MaxSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > MaxSize:
		return nil, fmt.Errorf("%s has more than %d bytes: want a file of settings", path, MaxSize)
	}
	return Parse(path, text)
}

// Parse is Read of a text that is at hand. The name is what mistakes call it.
func Parse(name string, text []byte) ([]Entry, error) {
	r := reader{file: name, seen: map[string]int{}}
	if root := r.document(text); root != nil {
		r.mapping(root)
	}
	return r.entries, errors.Join(r.mistakes...)
}
