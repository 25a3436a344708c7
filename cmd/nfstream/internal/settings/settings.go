// Package settings reads a file of settings: keys and their values, in YAML, each with the place where it stands, so that
// a mistake is told by line and column. A file is one mapping of names to plain values, or lists of them; what else YAML
// has (nested mappings, anchors, aliases, tags, several documents) is refused.
package settings

import (
	"errors"
	"fmt"
	"io"
	"os"

	"go.yaml.in/yaml/v3"
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
	root, err := document(name, text)
	if err != nil || root == nil {
		return nil, err
	}
	r := reader{file: name, seen: map[string]int{}}
	r.mapping(root)
	return r.entries, errors.Join(r.mistakes...)
}

// reader goes through the nodes of a file.
type reader struct {
	file     string
	entries  []Entry
	seen     map[string]int // keys by their lines
	mistakes []error
}

// maxMistakes bounds how many are told at once.
const maxMistakes = 10

func (r *reader) refuse(at *yaml.Node, format string, args ...any) {
	if len(r.mistakes) < maxMistakes {
		r.mistakes = append(r.mistakes, &Mistake{place(at), r.file, fmt.Sprintf(format, args...)})
	}
}

func place(n *yaml.Node) Place { return Place{max(n.Line, 1), max(n.Column, 1)} }

func (r *reader) mapping(root *yaml.Node) {
	if root.Kind != yaml.MappingNode || !r.plain(root) {
		r.refuse(root, "want lines of a key, a colon and a value")
		return
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		r.entry(root.Content[i], root.Content[i+1])
	}
}

func (r *reader) entry(key, value *yaml.Node) {
	if key.Kind != yaml.ScalarNode || key.Value == "" || !r.plain(key) {
		r.refuse(key, "want a name as the key")
		return
	}
	if line, ok := r.seen[key.Value]; ok {
		r.refuse(key, "%s is set in line %d already", key.Value, line)
		return
	}
	r.seen[key.Value] = place(key).Line
	e := Entry{Place: place(key), Key: key.Value}
	switch value.Kind {
	case yaml.ScalarNode:
		r.value(&e, value)
	case yaml.SequenceNode:
		e.List = true
		for _, v := range value.Content {
			r.value(&e, v)
		}
		_ = r.plain(value)
	default:
		r.refuse(value, "%s wants a value, or a list of values", key.Value)
		return
	}
	r.entries = append(r.entries, e)
}

func (r *reader) value(e *Entry, n *yaml.Node) {
	switch {
	case n.Kind != yaml.ScalarNode:
		r.refuse(n, "%s wants a value, or a list of values", e.Key)
	case !r.plain(n):
	case n.ShortTag() == "!!null":
		r.refuse(n, "%s has no value", e.Key)
	default:
		e.Values = append(e.Values, Value{place(n), n.Value})
	}
}

// plain refuses what YAML can say beyond keys and values.
func (r *reader) plain(n *yaml.Node) bool {
	if n.Anchor != "" || n.Alias != nil || n.Style&yaml.TaggedStyle != 0 {
		r.refuse(n, "anchors, aliases and tags have no meaning here")
		return false
	}
	return true
}
