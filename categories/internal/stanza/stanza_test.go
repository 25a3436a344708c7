package stanza_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories/internal/stanza"
)

func TestParse(t *testing.T) {
	all, err := stanza.Parse("# comment\n\nOne of them\n  hosts a.com  b.com\n\n  # comment\n\tports 1\r\nTwo\r\n")
	require.NoError(t, err)
	require.Equal(t, []stanza.Stanza{
		{Name: "One of them", Line: 3, Fields: []stanza.Field{{"hosts", []string{"a.com", "b.com"}, 4}, {"ports", []string{"1"}, 7}}},
		{Name: "Two", Line: 8},
	}, all)
}

func TestParseMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"  hosts a.com\n":  "line 1: the line is indented",
		"One\n\n  hosts\n": "line 3: \"hosts\" has no value",
	} {
		_, err := stanza.Parse(text)
		require.ErrorContains(t, err, want)
	}
}

func TestExpand(t *testing.T) {
	all, err := stanza.Expand("a{1,2}.{b,}c")
	require.NoError(t, err)
	require.Equal(t, []string{"a1.bc", "a1.c", "a2.bc", "a2.c"}, all)
	for _, word := range []string{"a{b", "a}b", "a,b", "{a{b}}", strings.Repeat("{a,b}", 40)} {
		_, err := stanza.Expand(word)
		require.Error(t, err, word)
	}
}

func TestHosts(t *testing.T) {
	for word, want := range map[string][]stanza.Host{
		"Example.COM":           {{Suffix: "example.com"}},
		"=example.com":          {{Suffix: "example.com", Whole: true}},
		"Fb-*.CDN.net":          {{Suffix: "cdn.net", Pattern: true, Before: "fb-"}},
		"*-teams.cdn.net":       {{Suffix: "cdn.net", Pattern: true, After: "-teams"}},
		"{a,b}.com":             {{Suffix: "a.com"}, {Suffix: "b.com"}},
		"bücher.example":        {{Suffix: "xn--bcher-kva.example"}},
		"xn--bcher-kva.example": {{Suffix: "xn--bcher-kva.example"}},
	} {
		got, err := stanza.Hosts(word)
		require.NoError(t, err, word)
		require.Equal(t, want, got, word)
	}
	for _, word := range []string{"", "a..b", ".a", "a b.com", "*.com", "fb-*", "a.*.com", strings.Repeat("a", 64) + ".com",
		strings.Repeat("a.", 127), "ü\x80.com"} {
		_, err := stanza.Hosts(word)
		require.Error(t, err, "%q", word)
	}
}

func FuzzHosts(f *testing.F) {
	for _, word := range []string{"Example.COM", "=a.b", "fb-*.c.net", "{a,b}.c", "bücher.example", "xn--a.b"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		hosts, err := stanza.Hosts(word)
		if err != nil {
			return
		}
		for _, h := range hosts {
			again, err := stanza.Hosts(h.String())
			require.NoError(t, err)
			require.Equal(t, []stanza.Host{h}, again)
		}
	})
}
