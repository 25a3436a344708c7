package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
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
	nested   []string // keys that may have mappings
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

// mapping returns the entries of a mapping. Those of the document may have further mappings.
func (r *reader) mapping(root *yaml.Node, top bool) (entries []Entry) {
	if isNull(root) {
		return nil
	}
	if root.Kind != yaml.MappingNode {
		r.refuse(root, wantLines)
		return nil
	}
	seen := map[string]int{} // lines of keys
	for i := 0; i+1 < len(root.Content); i += 2 {
		if e, ok := r.entry(root.Content[i], root.Content[i+1], seen, top); ok {
			entries = append(entries, e)
		}
	}
	return entries
}

func (r *reader) entry(key, value *yaml.Node, seen map[string]int, top bool) (e Entry, ok bool) {
	name := key.Value
	switch line, taken := seen[name]; {
	case !plain(key):
		r.refuse(key, wantBare)
		return e, false
	case key.Kind != yaml.ScalarNode || name == "" || len(name) > maxKey:
		r.refuse(key, wantKey)
		return e, false
	case taken:
		r.refuse(key, "%s is already set in line %d", name, line)
		return e, false
	}
	seen[name] = key.Line
	e = Entry{Place: Place{key.Line, key.Column}, Key: name, List: value.Kind == yaml.SequenceNode}
	values := []*yaml.Node{value}
	if e.List {
		values = value.Content
	}
	return e, r.values(&e, values, top && slices.Contains(r.nested, name))
}

// values adds the values of an entry and reports whether all are plain, or mappings if these may be.
func (r *reader) values(e *Entry, values []*yaml.Node, nested bool) bool {
	before := len(r.mistakes)
	for _, v := range values {
		switch {
		case !plain(v):
			r.refuse(v, wantBare)
		case nested && v.Kind == yaml.MappingNode:
			if keys := r.mapping(v, false); len(keys) > 0 {
				e.Values = append(e.Values, Value{Place{v.Line, v.Column}, "", keys})
			} else {
				r.refuse(v, "%s has no value", e.Key)
			}
		case v.Kind != yaml.ScalarNode:
			r.refuse(v, wantValue, e.Key)
		case isNull(v):
			r.refuse(v, "%s has no value", e.Key)
		default:
			e.Values = append(e.Values, Value{Place{v.Line, v.Column}, v.Value, nil})
		}
	}
	return len(r.mistakes) == before
}

// plain reports whether a node has no anchor and no tag and is not an alias.
func plain(n *yaml.Node) bool {
	return n.Kind != yaml.AliasNode && n.Anchor == "" && n.Style&yaml.TaggedStyle == 0
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }
