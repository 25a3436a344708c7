package settings

import (
	"errors"
	"fmt"
	"slices"

	"github.com/nfstream/nfstream-go/cli/internal/yaml"
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

// document returns the value of a text, nil after a mistake.
func (r *reader) document(text []byte) *yaml.Node {
	root, err := yaml.Parse(text)
	var e *yaml.Error
	if errors.As(err, &e) {
		r.refuseAt(Place{e.Line, e.Column}, "%s", e.Reason)
	}
	return root
}

// mapping returns the entries of a mapping. Those of the document may have further mappings.
func (r *reader) mapping(root *yaml.Node, top bool) (entries []Entry) {
	if root.Kind == yaml.Null {
		return nil
	}
	if root.Kind != yaml.Mapping {
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
	case key.Kind != yaml.Scalar || name == "" || len(name) > maxKey:
		r.refuse(key, wantKey)
		return e, false
	case taken:
		r.refuse(key, "%s is already set in line %d", name, line)
		return e, false
	}
	seen[name] = key.Line
	e = Entry{Place: Place{key.Line, key.Column}, Key: name, List: value.Kind == yaml.Sequence}
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
		case nested && v.Kind == yaml.Mapping:
			if keys := r.mapping(v, false); len(keys) > 0 {
				e.Values = append(e.Values, Value{Place{v.Line, v.Column}, "", keys})
			} else {
				r.refuse(v, "%s has no value", e.Key)
			}
		case v.Kind == yaml.Null:
			r.refuse(v, "%s has no value", e.Key)
		case v.Kind != yaml.Scalar:
			r.refuse(v, wantValue, e.Key)
		default:
			e.Values = append(e.Values, Value{Place{v.Line, v.Column}, v.Value, nil})
		}
	}
	return len(r.mistakes) == before
}

// plain reports whether a node has no anchor and no tag and is not an alias.
func plain(n *yaml.Node) bool { return n.Kind != yaml.Alias && !n.Tagged }
