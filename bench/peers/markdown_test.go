package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func someReport() *report {
	all, m := twoPrograms()
	all[0].found.version = "revision 1"
	all[1].found.version = "other | <2>"
	r := &report{config: config{runs: 2, seed: 1, ours: true}, programs: all, workloads: []*measured{m}}
	r.machine = machine{cpu: "One", cores: 2, system: "Debian", kernel: "6.1", memory: 8 << 30}
	r.skip("argus", errMissing)
	return r
}

func TestMarkdown(t *testing.T) {
	page := someReport().markdown()
	require.Contains(t, page, "## machine\n\nOne, 2 cores, 8 GiB, Debian, kernel 6.1, go1.")
	require.Contains(t, page, "| program | version |\n|---|---|\n| ours | revision 1 |\n| other | other \\| &lt;2> |\n")
	require.Contains(t, page, "\n- argus was skipped: not installed\n")
	require.Contains(t, page, "## mix\n\n10 packets of mix with seed 1, 2 runs, nfstream of revision 1, ")
	require.Contains(t, page, "| other | 3.50 (3.00-4.00) |")
	require.Contains(t, page, "| at least 6 times | not measured |")
}

func TestText(t *testing.T) {
	var out strings.Builder
	require.NoError(t, someReport().text(&out))
	require.Contains(t, out.String(), "\nargus was skipped: not installed\n")
	require.Contains(t, out.String(), "\nother    3.50 (3.00-4.00)  4.50 (3.00-6.00)  ")
}

func TestSectionsOfAPage(t *testing.T) {
	r := someReport()
	sections := r.sections()
	require.Contains(t, sections, "mix")
	require.Contains(t, sections, "machine")
	// Targets that were not all measured leave the ones of a page alone.
	require.NotContains(t, sections, targetsName)

	r.workloads = append(r.workloads, newMeasured("bulk", 1), newMeasured("flood", 1))
	r.inside = []figure{{Name: "packet", Values: []float64{1}}}
	r.targets = true
	sections = r.sections()
	require.Contains(t, sections, targetsName)
	require.Contains(t, sections, insideName)
	require.NotContains(t, sections, "mix")
}

const page = `# Title

<!-- peers:mix -->
old
<!-- /peers:mix -->

text <!-- peers:targets --><!-- /peers:targets -->
<!-- peers:open -->
`

func TestUpdated(t *testing.T) {
	got, err := updated(page, map[string]string{"mix": "new\n", "targets": "yes\n"})
	require.NoError(t, err)
	require.Equal(t, `# Title

<!-- peers:mix -->
new
<!-- /peers:mix -->

text <!-- peers:targets -->
yes
<!-- /peers:targets -->
<!-- peers:open -->
`, got)
	again, err := updated(got, map[string]string{"mix": "new\n", "targets": "yes\n"})
	require.NoError(t, err)
	require.Equal(t, got, again)
}

func TestUpdatedTellsWhatHasNoPlace(t *testing.T) {
	got, err := updated(page, map[string]string{"open": "x\n", "mix": "new\n", "none": "x\n"})
	require.ErrorContains(t, err, "peers:open")
	require.ErrorContains(t, err, "peers:none")
	require.Contains(t, got, "\nnew\n")
	require.NotContains(t, got, "x\n<")
}

func TestTheDocumentationHasAPlaceForAll(t *testing.T) {
	text, err := os.ReadFile("../../docs/performance.md")
	require.NoError(t, err)
	sections := map[string]string{machineName: "", insideName: "", targetsName: ""}
	c, err := parse(nil)
	require.NoError(t, err)
	for _, name := range c.workloads {
		sections[name] = ""
	}
	_, err = updated(string(text), sections)
	require.NoError(t, err)
}

func TestPublish(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.md")
	require.NoError(t, os.WriteFile(path, []byte(page), 0o600))
	r := someReport()
	r.partial = true
	var out strings.Builder
	require.NoError(t, publish(r, config{update: path, format: formatMarkdown}, &out))
	require.Equal(t, r.markdown(), out.String())
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, page, string(text))

	r.partial = false
	// The page has no place for the machine.
	require.ErrorContains(t, publish(r, config{update: path, format: formatText}, &out), "peers:machine")
	text, err = os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(text), "| other | 3.50")
}
