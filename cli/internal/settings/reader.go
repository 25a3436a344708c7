package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

const (
	wantLines = "want lines of a key, a colon and a value"
	wantKey   = "want a name as key"
	wantValue = "%s needs a value or a list of values"
	wantBare  = "anchors, aliases and tags are not supported"
)

const (
	maxMistakes = 10  // maximum number of reported mistakes
	maxKey      = 128 // maximum bytes of a key
)

// reader converts the nodes of a document to settings.
type reader struct {
	file     string
	entries  []Entry
	seen     map[string]int // lines of keys
	mistakes []error
}

func (r *reader) refuse(n *yaml.Node, format string, args ...any) {
	r.refuseAt(Place{n.Line, n.Column}, format, args...)
}

func (r *reader) refuseAt(at Place, format string, args ...any) {
	if len(r.mistakes) < maxMistakes {
		r.mistakes = append(r.mistakes, &Mistake{at, r.file, fmt.Sprintf(format, args...)})
	}
}

// document returns the top node of the single document of a text, nil if there is none.
func (r *reader) document(text []byte) *yaml.Node {
	d := yaml.NewDecoder(bytes.NewReader(text))
	var first, second yaml.Node
	switch err := d.Decode(&first); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		r.syntax(err)
		return nil
	}
	switch err := d.Decode(&second); {
	case err == nil:
		r.refuse(&second, "want one document only")
	case !errors.Is(err, io.EOF):
		r.syntax(err)
	}
	return first.Content[0]
}

// lineOf extracts the line from an error of the YAML library.
var lineOf = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`)

// syntax records a YAML syntax error.
func (r *reader) syntax(err error) {
	at := Place{1, 1}
	reason := err.Error()
	if m := lineOf.FindStringSubmatch(reason); m != nil {
		reason = m[2]
		if line, err := strconv.Atoi(m[1]); err == nil {
			at.Line = line
		}
	}
	r.refuseAt(at, "no YAML: %s", reason)
}

func (r *reader) mapping(root *yaml.Node) {
	if isNull(root) {
		return
	}
	if root.Kind != yaml.MappingNode {
		r.refuse(root, wantLines)
		return
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		r.entry(root.Content[i], root.Content[i+1])
	}
}

func (r *reader) entry(key, value *yaml.Node) {
	name := key.Value
	switch line, taken := r.seen[name]; {
	case !plain(key):
		r.refuse(key, wantBare)
		return
	case key.Kind != yaml.ScalarNode || name == "" || len(name) > maxKey:
		r.refuse(key, wantKey)
		return
	case taken:
		r.refuse(key, "%s is already set in line %d", name, line)
		return
	}
	r.seen[name] = key.Line
	e := Entry{Place: Place{key.Line, key.Column}, Key: name, List: value.Kind == yaml.SequenceNode}
	values := []*yaml.Node{value}
	if e.List {
		values = value.Content
	}
	if r.values(&e, values) {
		r.entries = append(r.entries, e)
	}
}

// values adds the values of an entry and reports whether all are plain.
func (r *reader) values(e *Entry, values []*yaml.Node) bool {
	before := len(r.mistakes)
	for _, v := range values {
		switch {
		case !plain(v):
			r.refuse(v, wantBare)
		case v.Kind != yaml.ScalarNode:
			r.refuse(v, wantValue, e.Key)
		case isNull(v):
			r.refuse(v, "%s has no value", e.Key)
		default:
			e.Values = append(e.Values, Value{Place{v.Line, v.Column}, v.Value})
		}
	}
	return len(r.mistakes) == before
}

// plain reports whether a node has no anchor and no tag and is not an alias.
func plain(n *yaml.Node) bool {
	return n.Kind != yaml.AliasNode && n.Anchor == "" && n.Style&yaml.TaggedStyle == 0
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }
