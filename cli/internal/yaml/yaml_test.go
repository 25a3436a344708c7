package yaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	library "go.yaml.in/yaml/v3"
)

// show returns a tree on one line: kinds, texts and places.
func show(n *Node) string {
	place := fmt.Sprintf("%d:%d ", n.Line, n.Column)
	var all []string
	for _, c := range n.Content {
		all = append(all, show(c))
	}
	switch n.Kind {
	case Null:
		return "null"
	case Scalar:
		return place + fmt.Sprintf("%q", n.Value)
	case Sequence:
		return place + "[" + strings.Join(all, ", ") + "]"
	case Mapping:
		return place + "{" + strings.Join(all, ", ") + "}"
	}
	return place + "*" + n.Value
}

// theirs converts the tree of a full library, which counts nulls of each form as null.
func theirs(n *library.Node) *Node {
	out := &Node{Value: n.Value, Line: n.Line, Column: n.Column}
	for _, c := range n.Content {
		out.Content = append(out.Content, theirs(c))
	}
	switch {
	case n.Kind == library.SequenceNode:
		out.Kind = Sequence
	case n.Kind == library.MappingNode:
		out.Kind = Mapping
	case n.ShortTag() != "!!null":
		out.Kind = Scalar
	}
	return out
}

// byLibrary returns the tree of a full library for the only document of a text.
func byLibrary(text []byte) (*Node, error) {
	d := library.NewDecoder(bytes.NewReader(text))
	var first library.Node
	switch err := d.Decode(&first); {
	case errors.Is(err, io.EOF):
		return &Node{}, nil
	case err != nil:
		return nil, err
	}
	if err := d.Decode(&library.Node{}); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("more follows: %w", err)
	}
	return theirs(first.Content[0]), nil
}

func tagged(n *Node) bool {
	for _, c := range n.Content {
		if tagged(c) {
			return true
		}
	}
	return n.Tagged || n.Kind == Alias
}

// same fails if a text is read otherwise than a full library reads it.
func same(t *testing.T, text []byte) {
	t.Helper()
	got, err := Parse(text)
	if err != nil {
		var e *Error
		require.ErrorAs(t, err, &e)
		require.Positive(t, e.Line)
		require.Positive(t, e.Column)
		return
	}
	if tagged(got) {
		return
	}
	want, err := byLibrary(text)
	if err != nil && bytes.IndexByte(text, '?') >= 0 {
		return // the library ends texts in brackets at each question mark, as YAML 1.0 did
	}
	require.NoError(t, err, "%q is read as %s", text, show(got))
	require.Equal(t, show(want), show(got), "%q", text)
}

var good = []string{
	"", "# nothing\n", "---\n", "\ufeff", "---\n# x\n...\n", "--- a\n", "a", "a: 1", "a:", "a: ~\nb: null\n", "~", "a: 1\r\nb: 2\r\n",
	"sources: [eth0, \"eth 1\"]\nrules:\n  - one.txt\n  - hosts:two\n", "rules:\n- one\n- two\nb: 1\n",
	"output:\n  - to: a.csv\n    fields: [core, risks]\n  - to: ipfix://[::1]:4739?pen=1\n    format: netflow9\n",
	"filter: 'tcp port 80 # not a comment'  # a comment\n", "a: it''s\nb: 'it''s'\nc: \"a\\tb\\u00e9\\x41\\U0001F600\\\\\\\"\"\n",
	"a: b:c\nd: http://x/#y\ne: x #y\n", "\"quoted\": \"\"\n'q': ''\n", "a: [\n  b, # c\n  c,\n]\n", "a: {b: c, d: [e]}\n",
	"- - a\n  - b\n- c\n", "-\n  a: 1\n-\n  - b\n-\n- d\n", "é: ü\nb: [é, ü]\n", "a: -1\nb: -x\nc: ?x\nd: :x\n", "{}", "[]", "{a: }",
	"a:   b  c  \n", "? x", "a:\n  b:\n    c:\n      - d\n", "a : b\n", "a:\tb\n", "---\na: 1\n...\n", "a:\n  'b'\n",
	"a: [b:c]\n", "a: {b: , c: }\n", "a: 12:30\n", "- a: 1\n  b: 2\n- c: 3\n", "a: [[b], {c: d}]", "a: x,y\n", "a: [x y, z]\n",
}

func TestParse(t *testing.T) {
	for _, text := range good {
		if text == "? x" {
			continue
		}
		_, err := Parse([]byte(text))
		require.NoError(t, err, "%q", text)
		same(t, []byte(text))
	}
	n, err := Parse([]byte("a:\n  - b\n  - c: 1\n"))
	require.NoError(t, err)
	require.Equal(t, `1:1 {1:1 "a", 2:3 [2:5 "b", 3:5 {3:5 "c", 3:8 "1"}]}`, show(n))
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"a: [1\n":                "2:1: a bracket or a brace is not closed",
		"a: 1\n  b: 2\n":         "2:3: want a line that is indented as those before",
		"a:\n    b: 1\n  c: 2":   "3:3: want a line that is indented as those before",
		"\ta: 1\n":               "1:1: want spaces, no tabs, at the start of a line",
		"a: 1\nb: \"x\n":         "2:6: a quote is not closed on its line",
		"a: 'x\n'":               "1:6: a quote is not closed on its line",
		"a: 1\nb 2\nc: 3\n":      "2:4: want a colon and a space after a key",
		"a: 1\n- b\n":            "2:1: want a key: an entry of a list stands where none begins",
		"a: - b\n":               "1:4: want a list on lines of its own, or in brackets",
		"a: b: c\n":              "1:5: want quotes around a value with a colon and a space",
		"a: \x00\n":              "1:4: control characters are not allowed",
		"a: b\xff\n":             "1:5: want UTF-8",
		"a: |\n  b\n":            "1:4: texts of several lines are not supported: want quotes and \\n",
		"a: b\n  c\n":            "2:3: want a line that is indented as those before",
		"a: @b\n":                "1:4: want quotes around a value that starts with @",
		"a: %b\n":                "1:4: want quotes around a value that starts with %",
		"a: 'b' c\n":             "1:8: want the end of the line after a value",
		"a: [b c: d]\n":          "1:8: want a comma or ]",
		"a: {b}\n":               "1:6: want a colon and a space after a key",
		"a: \"\\q\"\n":           "1:5: an unknown escape: want \\\\ for a backslash",
		"a: \"\\ud800\"\n":       "1:5: an escape that is no character",
		"a: 1\n---\nb: 2\n":      "2:1: want one document only",
		"%YAML 1.2\n---\na":      "1:1: directives are not supported",
		"...\n":                  "1:1: want a document before its end",
		"a: 1\n...\nb: 1":        "3:1: want one document only",
		"[a]: b\n":               "1:1: want a name as key",
		"? a\n: b\n":             "1:1: want quotes around a value that starts with ?",
		strings.Repeat("[", 100): "1:17: collections are nested too deeply",
	} {
		_, err := Parse([]byte(text))
		require.EqualError(t, err, want, "%q", text)
		require.ErrorAs(t, err, new(*Error))
	}
}

// What is read is read as a full library reads it, with the same places.
func FuzzParse(f *testing.F) {
	for _, text := range good {
		f.Add([]byte(text))
	}
	for _, text := range []string{"a: &x [*x]\n", "? a\n: |\n  b\n", "a: !x 1", "- - - -", "a: \"\\x41\"\n...\n---\n", "\xff\xfea\x00:\x00",
		"a: >\n x\n\n y\n", "<<: 1\n", "%YAML 1.2\n---\na: 1", "a:\n- b\n -c", "[a, b]: c", "- \t- a", "a: \tb", "a\n b"} {
		f.Add([]byte(text))
	}
	f.Fuzz(same)
}
