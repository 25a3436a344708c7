// Package settings reads a YAML file of settings: keys and values with their positions, so that mistakes are reported
// by line and column. A file is one mapping of names to plain values or lists of them. Some keys may have mappings in place of
// plain values. Anchors, aliases, tags and other nested mappings are errors.
package settings

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// MaxSize is the maximum size of a file in bytes.
const MaxSize = 1 << 20

// Place is a position in a file, counted from 1.
type Place struct{ Line, Column int }

// Value is a plain value without quotes, or a mapping.
type Value struct {
	Place
	Text string
	Keys []Entry // of a mapping, nil for a plain value
}

// Entry is a key with its value, or the values of its list.
type Entry struct {
	Place
	Key    string
	List   bool
	Values []Value
}

// Mistake is a mistake in a file and its position.
type Mistake struct {
	Place
	File   string
	Reason string
}

func (m *Mistake) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", m.File, m.Line, m.Column, m.Reason)
}

// Read returns the settings of a file in order, and all mistakes as joined *Mistake errors. The values of nested keys may be
// mappings.
func Read(path string, nested ...string) ([]Entry, error) {
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
	return Parse(path, text, nested...)
}

// Parse is Read for a text. The name appears in mistakes.
func Parse(name string, text []byte, nested ...string) (entries []Entry, err error) {
	r := reader{file: name, nested: nested}
	if root := r.document(text); root != nil {
		entries = r.mapping(root, true)
	}
	return entries, errors.Join(r.mistakes...)
}
