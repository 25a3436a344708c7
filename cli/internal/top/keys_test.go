package top

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseKeys(t *testing.T) {
	for sent, want := range map[string][]Key{
		"": nil, "q": {'q'}, "\x1b": {KeyEscape}, "\x1b[A\x1b[B\x1bOA": {KeyUp, KeyDown, KeyUp},
		"\x1b[5~x":      {KeyPageUp, 'x'},
		"\x1b[6~\x1b[H": {KeyPageDown, KeyHome}, "\r\x7f\x03": {KeyEnter, KeyBackspace, KeyInterrupt}, "ü": {'ü'},
		"\xff": nil, "\x1b[38;5;1m": nil, "\x1b[12": nil, "\x01": nil,
	} {
		require.Equal(t, want, parseKeys(nil, []byte(sent)), "%q", sent)
	}
}

func FuzzParseKeys(f *testing.F) {
	f.Add([]byte("\x1b[5~\x1b[A/x\r\x7f\x03\xff"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		require.LessOrEqual(t, len(parseKeys(nil, sent)), len(sent))
	})
}

// press types keys and reports whether one of them quits.
func press(v *View, keys string) (quit bool) {
	for _, k := range parseKeys(nil, []byte(keys)) {
		quit = v.Press(k, 10)
	}
	return quit
}

func TestKeys(t *testing.T) {
	var v View
	for i, k := range orderKeys {
		require.False(t, press(&v, string(k)))
		require.Equal(t, Order(i), v.Order)
	}
	press(&v, "s")
	require.Equal(t, ByRate, v.Order)
	press(&v, "\x1b[6~j\x1b[B")
	require.Equal(t, 12, v.Offset)
	press(&v, "\x1b[5~\x1b[A")
	require.Equal(t, 1, v.Offset)
	press(&v, "kkk")
	require.Zero(t, v.Offset)
	press(&v, " ")
	require.True(t, v.Paused)
	press(&v, " ")
	require.False(t, v.Paused)
	require.True(t, press(&v, "q"))
	require.True(t, press(&v, "\x03"))
}

func TestFilterBox(t *testing.T) {
	var v View
	require.False(t, press(&v, "/qé x\x7f\x7f"))
	require.Equal(t, View{Filter: "qé", Editing: true}, v)
	press(&v, "\r")
	require.Equal(t, View{Filter: "qé"}, v)
	press(&v, "/"+strings.Repeat("x", 100))
	require.Len(t, []rune(v.Filter), maxFilter)
	press(&v, "\x1b")
	require.Equal(t, View{}, v)
	press(&v, "/a\r")
	press(&v, "\x1b")
	require.Equal(t, View{}, v)
	require.True(t, press(&v, "/\x03"), "an interrupt ends it even while a filter is typed")
}
