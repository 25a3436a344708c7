// Package yaml reads the part of YAML 1.2 that files of settings need: block and flow mappings and sequences, and plain
// and quoted texts that end on their line. What else YAML has is an error, never read otherwise than YAML means it.
package yaml

import "fmt"

// Kind is what a node is.
type Kind uint8

// The kinds of nodes.
const (
	Null     Kind = iota // nothing, or a plain null or ~
	Scalar               // a text
	Sequence             // of Content
	Mapping              // Content has keys and values in turn
	Alias                // of a node elsewhere; Value is its name
)

// Node is a value with its place, counted from 1; columns are in characters. That of a Null without a text is where its
// value would begin.
type Node struct {
	Kind         Kind
	Value        string
	Line, Column int
	Tagged       bool // it has a tag or an anchor
	Content      []*Node
}

// Error is a mistake in a text and its place.
type Error struct {
	Line, Column int
	Reason       string
}

func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Reason) }

// Parse returns the value of the only document of a text. Errors are of type *Error.
func Parse(text []byte) (n *Node, err error) {
	p := parser{text: string(text), line: 1}
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *Error:
			n, err = nil, e
		default:
			panic(e)
		}
	}()
	p.check()
	return p.document(), nil
}
