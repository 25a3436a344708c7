package rules_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// The examples of the documentation have the stated formats, which detection by content confirms.
func TestDocumentedExamples(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	text, err := os.ReadFile("../../docs/rules.md")
	require.NoError(t, err)
	sections := strings.Split(string(text), "\n### ")[1:]
	require.Len(t, sections, 8)
	for _, section := range sections {
		name, rest, _ := strings.Cut(section, "\n")
		f, ok := rules.FormatByName(name)
		require.True(t, ok, name)
		_, example, ok := strings.Cut(rest, "\n```\n")
		if !ok {
			require.Contains(t, []rules.Format{rules.JSON, rules.MMDB}, f)
			continue
		}
		example, _, _ = strings.Cut(example, "```\n")
		example = strings.ReplaceAll(example, "include:", "#")
		for _, f := range []rules.Format{f, rules.Detect} {
			s, err := rules.Parse([]byte(example), "docs-example", f)
			require.NoError(t, err, name)
			require.NotZero(t, s.Len(), name)
		}
	}
}
