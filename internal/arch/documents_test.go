package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	links    = regexp.MustCompile(`(?:\]\(|src=")([^)"\s]+)[)"]`)
	headings = regexp.MustCompile(`(?m)^#+ (.+)$`)
	code     = regexp.MustCompile("`[^`\n]*`")
	noAnchor = regexp.MustCompile("[^a-z0-9 -]")
)

// Links between the documents lead to files, and to headings of them, that are there.
func TestLinksOfDocuments(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root(t), "docs", "*.md"))
	require.NoError(t, err)
	for _, page := range append(pages, filepath.Join(root(t), "README.md"), filepath.Join(root(t), "bench", "README.md")) {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, m := range links.FindAllStringSubmatch(code.ReplaceAllString(string(text), ""), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			file, anchor, _ := strings.Cut(m[1], "#")
			target := page
			if file != "" {
				target = filepath.Join(filepath.Dir(page), filepath.FromSlash(file))
			}
			_, err := os.Stat(target)
			require.NoError(t, err, "%s links to %s", page, m[1])
			if anchor != "" {
				require.Contains(t, anchors(t, target), anchor, "%s links to %s", page, m[1])
			}
		}
	}
}

// anchors returns the anchors of a document's headings, as GitHub makes them.
func anchors(t *testing.T, page string) (all []string) {
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	for _, m := range headings.FindAllStringSubmatch(string(text), -1) {
		all = append(all, strings.ReplaceAll(noAnchor.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-"))
	}
	return all
}
