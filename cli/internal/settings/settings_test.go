package settings

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	entries, err := Parse("a", []byte(`# What to meter.
sources: [eth0, "eth 1"]
rules:
  - one.txt
  - hosts:two
statistics: true
filter: 'tcp port 80 # not a comment'
idle-timeout: 30s
workers: 010
"quoted": ""
`))
	require.NoError(t, err)
	require.Equal(t, []Entry{
		{Place{2, 1}, "sources", true, []Value{{Place{2, 11}, "eth0", nil}, {Place{2, 17}, "eth 1", nil}}},
		{Place{3, 1}, "rules", true, []Value{{Place{4, 5}, "one.txt", nil}, {Place{5, 5}, "hosts:two", nil}}},
		{Place{6, 1}, "statistics", false, []Value{{Place{6, 13}, "true", nil}}},
		{Place{7, 1}, "filter", false, []Value{{Place{7, 9}, "tcp port 80 # not a comment", nil}}},
		{Place{8, 1}, "idle-timeout", false, []Value{{Place{8, 15}, "30s", nil}}},
		{Place{9, 1}, "workers", false, []Value{{Place{9, 10}, "010", nil}}},
		{Place{10, 1}, "quoted", false, []Value{{Place{10, 11}, "", nil}}},
	}, entries)
}

func TestNestedMappings(t *testing.T) {
	entries, err := Parse("a", []byte("output:\n  - a.csv\n  - to: b\n    fields: [x, y]\none: {to: c}\n"), "output", "one")
	require.NoError(t, err)
	require.Equal(t, []Entry{
		{Place{1, 1}, "output", true, []Value{{Place{2, 5}, "a.csv", nil}, {Place{3, 5}, "", []Entry{
			{Place{3, 5}, "to", false, []Value{{Place{3, 9}, "b", nil}}},
			{Place{4, 5}, "fields", true, []Value{{Place{4, 14}, "x", nil}, {Place{4, 17}, "y", nil}}}}}}},
		{Place{5, 1}, "one", false, []Value{{Place{5, 6}, "", []Entry{{Place{5, 7}, "to", false, []Value{{Place{5, 11}, "c", nil}}}}}}},
	}, entries)
	for text, want := range map[string]string{
		"output: [{}]":                 "a:1:10: output has no value",
		"output: [{a: 1, a: 2}]":       "a:1:17: a is already set in line 1",
		"output: [{output: {to: x}}]":  "a:1:19: output needs a value or a list of values",
		"output: [[x]]":                "a:1:10: output needs a value or a list of values",
		"other: [{a: 1}]":              "a:1:9: other needs a value or a list of values",
		"output:\n- &x {a: 1}\n- *x\n": "a:2:3: anchors, aliases and tags are not supported",
	} {
		_, err := Parse("a", []byte(text), "output")
		require.ErrorContains(t, err, want, "%q", text)
	}
}

func TestNothingAtAll(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "---\n", "\ufeff", "---\n# x\n...\n"} {
		entries, err := Parse("a", []byte(text))
		require.NoError(t, err, "%q", text)
		require.Empty(t, entries)
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"- a\n":               "a:1:1: want lines of a key, a colon and a value",
		"word":                "a:1:1: want lines of a key, a colon and a value",
		"a: 1\nb:\n":          "a:2:3: b has no value",
		"a: ~\n":              "a:1:4: a has no value",
		"a: [1, null]\n":      "a:1:8: a has no value",
		"a: 1\nb: 2\na: 3\n":  "a:3:1: a is already set in line 1",
		"a:\n  b: 1\n":        "a:2:3: a needs a value or a list of values",
		"a:\n  - [1]\n":       "a:2:5: a needs a value or a list of values",
		"? [x]\n":             "a:1:1: want quotes around a value that starts with ?",
		"a: &x 1\n":           "a:1:4: anchors, aliases and tags are not supported",
		"a: !!str 1\n":        "a:1:4: anchors, aliases and tags are not supported",
		"a: 1\n---\nb: 2\n":   "a:2:1: want one document only",
		"a: [1\n":             "a:2:1: a bracket or a brace is not closed",
		"a: 1\n  b: 2\n":      "a:2:3: want a line that is indented as those before",
		"\ta: 1\n":            "a:1:1: want spaces, no tabs, at the start of a line",
		"a: 1\nb: \"x\n":      "a:2:6: a quote is not closed on its line",
		"a: 1\nb 2\nc: 3\n":   "a:2:4: want a colon and a space after a key",
		"a: \x00\n":           "a:1:4: control characters are not allowed",
		"a: 1\n---\nx: [\n\n": "a:2:1: want one document only",
	} {
		_, err := Parse("a", []byte(text))
		require.EqualError(t, err, want, "%q", text)
		require.True(t, errors.As(err, new(*Mistake)))
	}
}

func TestManyMistakes(t *testing.T) {
	_, err := Parse("a", []byte("a:\nb:\nc: {}\n"))
	require.EqualError(t, err, "a:1:3: a has no value\na:2:3: b has no value\na:3:4: c needs a value or a list of values")
	_, err = Parse("a", []byte(strings.Repeat("a:\n", 100)))
	require.Len(t, strings.Split(err.Error(), "\n"), maxMistakes)
}

func TestRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yaml")
	_, err := Read(path)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.WriteFile(path, []byte("a: 1"), 0o600))
	entries, err := Read(path)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	require.NoError(t, os.WriteFile(path, make([]byte, MaxSize+1), 0o600))
	_, err = Read(path)
	require.ErrorContains(t, err, "more than 1048576 bytes")
}

// Any file gives settings in order, or mistakes with positions inside it.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"a: 1\nb: [x, y]\n", "a: &x [*x]\n", "? a\n: |\n  b\n", "{a: b, c: [d]}", "a: !x 1", "- - - -",
		"a: \"\\x41\"\n...\n---\n", "\xff\xfea\x00:\x00", "a: >\n x\n\n y\n", "<<: 1\n", "%YAML 1.2\n---\na: 1"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		entries, err := Parse("f", text, "a")
		seen := map[string]bool{}
		for _, e := range entries {
			require.False(t, seen[e.Key])
			seen[e.Key] = true
			require.Positive(t, e.Line)
			if err == nil {
				require.True(t, e.List || len(e.Values) == 1)
			}
		}
		for _, m := range mistakes(err) {
			require.True(t, errors.As(m, new(*Mistake)), "%T %v", m, m)
		}
	})
}

func mistakes(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}
