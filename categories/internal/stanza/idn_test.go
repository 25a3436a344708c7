package stanza

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/idna"
)

// The test names of IANA (RFC 5895's authors' example.test), and others.
var international = []string{
	"مثال.إختبار", "例子.测试", "例子.測試", "παράδειγμα.δοκιμή", "उदाहरण.परीक्षा", "例え.テスト", "실례.테스트", "مثال.آزمایشی",
	"пример.испытание", "உதாரணம்.பரிட்சை", "בײַשפּיל.טעסט", "bücher.example", "BÜCHER.Example", "a.straße.de", "café.fr",
	"ПРИМЕР.рф", "пример。рф", "ｂüｃｈｅｒ．example", "ñandú.es", "xn--bcher-kva.ä.example", "日本語", "ไทย.com", "ø", "ı",
	"a-ü-b", "ü" + strings.Repeat("a", 50),
}

func TestAsIDNA(t *testing.T) {
	for _, name := range international {
		want, err := idna.Lookup.ToASCII(name)
		require.NoError(t, err, name)
		got, err := Name(name)
		require.NoError(t, err, name)
		require.Equal(t, want, got, name)
	}
}

func TestNoNames(t *testing.T) {
	for name, want := range map[string]string{
		"bu\u0308cher.example":      "combining accent",
		"\u0e31a.example":           "begins with a mark",
		"☃.example":                 "a character other than",
		"a ü.example":               "not a host name",
		strings.Repeat("ü", 64):     "too long",
		strings.Repeat("ü", 63):     "not a host name",
		"ü\u200d.example":           "a character other than",
		"ü\u00a0.example":           "a character other than",
		strings.Repeat("ü.", 100):   "too long",
		"\u3002ü":                   "not a host name",
		"ü\u202ea.example":          "a character other than",
		strings.Repeat("日", 100000): "too long",
	} {
		_, err := Name(name)
		require.ErrorContains(t, err, want, "%.50q", name)
	}
}

// FuzzName encodes names; decoding must return the same names.
func FuzzName(f *testing.F) {
	for _, name := range international {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got, err := Name(name)
		if err != nil || isASCII(name) || strings.Contains(strings.ToLower(name), "xn--") {
			return
		}
		require.True(t, isASCII(got))
		back, err := idna.Punycode.ToUnicode(got)
		require.NoError(t, err)
		require.Equal(t, strings.Map(mapRune, name), back)
		require.True(t, utf8.ValidString(back))
	})
}
