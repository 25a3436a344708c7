package settings

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// oracle returns the settings that a library for all of YAML reads, of a text that means no more than settings.
func oracle(t *testing.T, text []byte) (entries []Entry) {
	t.Helper()
	var first, second yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	err := d.Decode(&first)
	if errors.Is(err, io.EOF) {
		return nil
	}
	require.NoError(t, err, "%q", text)
	require.ErrorIs(t, d.Decode(&second), io.EOF, "%q", text)
	root := first.Content[0]
	if root.ShortTag() == "!!null" {
		return nil
	}
	require.Equal(t, yaml.MappingNode, root.Kind, "%q", text)
	for i := 0; i < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		e := Entry{Place: Place{key.Line, key.Column}, Key: key.Value, List: value.Kind == yaml.SequenceNode}
		all := []*yaml.Node{value}
		if e.List {
			all = value.Content
		}
		for _, v := range all {
			require.Equal(t, yaml.ScalarNode, v.Kind, "%q", text)
			require.NotEqual(t, "!!null", v.ShortTag(), "%q", text)
			e.Values = append(e.Values, Value{Place{v.Line, v.Column}, v.Value})
		}
		entries = append(entries, e)
	}
	return entries
}

func TestWhatIsTakenIsYAML(t *testing.T) {
	for _, text := range []string{
		"a: 1", "  a: 1\n  b: 2\n", "\"a b\": c\n'it''s': 'it''s'\n", "a: \"\\x41\\u00e9\\U0001f600\\n\\t\\\\\"",
		"---\na: x#y # z\n...\n# x\n", "a: [x, 'y', \"z\", ]\nb: []\nc: [ # x\n  1,\n  2 # y\n]\n",
		"a:\n- x\n- -y\n# z\n- 'z'\nb:\n   - c:d\n", "a: b:c\r\nd: http://x:1/\r\n",
		"a: -1\nb: ?x\nc: :y\n-d: e\n", "\ufeffa: é ü\nb: [é, ü]\n", "a : b\n", "a:\tb\t# c\n", "<<: 1\n",
		"a: - b", "a: 12:30:45", "a: 'x' # y", "a: [x:y, z]", "a: [a?b, c]", "a: x ? y", "a: [-1, - 2]", "a: @x",
		"a: %x", "%a: b", "a: [:x]", "a: [x:]", "a: x:", "'a':b", "a: \"\\\n\"",
	} {
		if entries, err := Parse("f", []byte(text)); err == nil {
			require.Equal(t, oracle(t, []byte(text)), entries, "%q", text)
		}
	}
}

// FuzzTakesOnlyYAML holds what is taken against a library for all of YAML.
func FuzzTakesOnlyYAML(f *testing.F) {
	for _, seed := range []string{"a: 1\nb: [x, y]\n", "a:\n - 'x' # y\n - \"\\x41\"\n...\n", "---\na: b:c #d\n", "a: [b,\n c]\n", "- a"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if entries, err := Parse("f", text); err == nil {
			require.Equal(t, oracle(t, text), entries, "%q", text)
		}
	})
}
