package report

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// hostile are texts that clients may send to harm who reads a report.
var hostile = []string{
	`</script><script>globalThis.harmed=1</script>`,
	`<img src=x onerror=globalThis.harmed=1>`,
	`"><svg onload=globalThis.harmed=1>`,
	`' onmouseover='globalThis.harmed=1`,
	`<!--<script>`,
	`]]>--></style><b>bold</b>`,
	`javascript:globalThis.harmed=1`,
	"\u202egpj.exe\u202c",
	"\u2066isolated\u2069\u200b\ufeff",
	`{{.Title}}`,
	`${globalThis.harmed=1}`,
	`__proto__`,
	`constructor`,
	`=cmd|'/c calc'!A1`,
	strings.Repeat("long", 400),
}

// hostileCapture has flows with hostile user agents, URLs and hosts, and a hostile name of its own.
func hostileCapture(t *testing.T) string {
	t.Helper()
	c := newCapture()
	for i, text := range hostile {
		c.get(1_700_000_000+uint32(i), 40_000+uint16(i), text, text, "/"+text)
	}
	path := filepath.Join(t.TempDir(), `<img src=x onerror=globalThis.harmed=1>.pcap`)
	require.NoError(t, os.WriteFile(path, c.Bytes(), 0o600))
	return path
}

func TestHostileTexts(t *testing.T) {
	capture := hostileCapture(t)
	p := open(t, write(t, capture))
	harmless := func() {
		t.Helper()
		require.True(t, eval[bool](p, "globalThis.harmed === undefined"))
		require.Zero(t, eval[int](p, `document.querySelectorAll("img, svg, b, iframe, object, embed, link, base, form, main script").length`))
		require.Equal(t, 4, eval[int](p, `document.scripts.length`))
	}
	harmless()
	require.Equal(t, filepath.Base(capture), p.text("h1"))
	p.do(clickIf("#facet-server .more"))
	names := p.bars("server")
	rows := flowsOf(t, capture)
	require.Len(t, rows, len(hostile))
	for _, row := range rows {
		name := row["requested_server_name"]
		require.Contains(t, names, string(safe([]byte(name))), name)
	}
	for i := range hostile {
		p.do(statement(fmt.Sprintf(`document.querySelectorAll("tr.flow .opener")[%d].click()`, i)))
	}
	harmless()
	for key := range names {
		p.clickBar("server", key)
		require.Contains(t, p.text("#chips"), key)
		p.clickBar("server", key)
	}
	p.do(search(hostile[0]))
	harmless()
}

// No text of a capture has a meaning in the page's source, and nothing in it refers to another place.
func TestSourceIsClosed(t *testing.T) {
	source, err := os.ReadFile(write(t, "--title", hostile[0], hostileCapture(t)))
	require.NoError(t, err)
	page := string(source)
	require.Equal(t, 4, strings.Count(page, "<script"))
	require.Equal(t, 4, strings.Count(page, "</script"))
	require.False(t, strings.Contains(page, "<img"))
	for _, scheme := range []string{"://", "//www.", "@import", " src=\""} {
		at := strings.Index(page, scheme)
		require.Negative(t, at, "%s: %.80s", scheme, page[max(0, at-20):])
	}
	for _, control := range []string{"\u202e", "\u2066", "\u200b"} {
		require.False(t, strings.Contains(page, control), "%q", control)
	}
	require.True(t, strings.Contains(page, `content="default-src 'none'; script-src`))
}

func TestSafe(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                       "plain",
		"Grüße 世界":                    "Grüße 世界",
		"a\u202eb":                    "a\ufffdb",
		"a\u2028b\x01":                "a\ufffdb\ufffd",
		strings.Repeat("ü", mostText): strings.Repeat("ü", mostText/2) + "…",
	} {
		require.Equal(t, want, string(safe([]byte(text))))
	}
}
