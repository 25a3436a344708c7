package settings

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// document returns what a text holds, nil where it is empty.
func document(name string, text []byte) (*yaml.Node, error) {
	d := yaml.NewDecoder(bytes.NewReader(text))
	var first, second yaml.Node
	err := d.Decode(&first)
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, syntaxMistake(name, text, err)
	}
	switch err := d.Decode(&second); {
	case err == nil:
		return nil, &Mistake{place(&second), name, "want one document only"}
	case !errors.Is(err, io.EOF):
		return nil, syntaxMistake(name, text, err)
	}
	root := first.Content[0]
	if root.Kind == yaml.ScalarNode && root.ShortTag() == "!!null" {
		return nil, nil
	}
	return root, nil
}

// lineOf finds the line in an error of the library, which tells none for the first.
var lineOf = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// syntaxMistake makes a mistake of an error of the library. That has no column: it is where the line's text begins.
func syntaxMistake(name string, text []byte, err error) error {
	found := lineOf.FindStringSubmatch(err.Error())
	m := &Mistake{Place{1, 1}, name, err.Error()}
	if found == nil {
		return m
	}
	m.Reason = strings.TrimPrefix(err.Error(), found[0])
	if n, err := strconv.Atoi(found[1]); err == nil {
		m.Line = max(n, 1)
	}
	lines := bytes.SplitN(text, []byte("\n"), m.Line+1)
	if m.Line > len(lines) {
		return m
	}
	line := lines[m.Line-1]
	m.Column += len(line) - len(bytes.TrimLeft(line, " \t"))
	return m
}
