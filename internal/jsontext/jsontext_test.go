package jsontext

import (
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const deepest = 100

// tokens reads all of a text, and says whether it is well-formed.
func tokens(text string) (all []Token, err error) {
	r := NewReader(text)
	for depth := 0; depth < deepest; {
		token, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		if token.Kind == '{' || token.Kind == '[' {
			depth++
		}
		all = append(all, token)
	}
	return all, nil
}

// reference is tokens by encoding/json.
func reference(text string) (all []Token, err error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var open []byte
	key := false // where a key may come
	for depth := 0; depth < deepest; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && len(open) == 0 {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		t := Token{}
		switch token := token.(type) {
		case json.Delim:
			t.Kind = Kind(token)
			if token == '{' || token == '[' {
				open = append(open, byte(token))
				depth++
			} else {
				open = open[:len(open)-1]
			}
			all = append(all, t)
			key = len(open) > 0 && open[len(open)-1] == '{'
			continue
		case string:
			t = Token{'"', token}
			if key {
				t.Kind = ':'
			}
		case json.Number:
			t = Token{'0', string(token)}
		case bool:
			t.Kind = 'f'
			if token {
				t.Kind = 't'
			}
		case nil:
			t.Kind = 'n'
		}
		all = append(all, t)
		key = len(open) > 0 && open[len(open)-1] == '{' && t.Kind != ':'
	}
	return all, nil
}

var texts = []string{
	``, ` `, `{}`, `[]`, `[1, 2.5e-3, -0, true, false, null, "a"]`, `{"a":{"b":[{"c":1}]},"d":""}`, `1 2`, `"a""b"`,
	`"\u00e9\ud83d\ude00\ud83d\u0041 \n\t\"\\\/"`, "\"\xff\xc3\xa9\xc3\"", `"\ud800"`, `"\ud800\u"`, `"\ude00\ud83d"`,
	`{"a" 1}`, `{"a":}`, `{a:1}`, `{"a":1,}`, `[1,]`, `[,1]`, `[1 2]`, `[}`, `{]`, `]`, `,`, `:`, `[1`, `{"a`, `{"a"`, `{"a":`,
	`"\x"`, `"\u12"`, `"\u12g4"`, `"\u+123"`, `"` + "\n" + `"`, `01`, `-`, `1.`, `1e`, `1e+`, `.5`, `+1`, `tru`, `trux`, `nul`,
	`[1]]`, `{"a":1 "b":2}`, `{"a":1}{"b":2}`, `[[[[]]]]`, `"`, `\`, `{,}`, `{"a":1,,"b":2}`,
}

func compare(t *testing.T, text string) {
	t.Helper()
	want, wrong := reference(text)
	got, err := tokens(text)
	require.Equal(t, wrong == nil, err == nil, "%q: %v, want %v", text, err, wrong)
	if err == nil {
		require.Equal(t, want, got, "%q", text)
	}
}

func TestReadsAsEncodingJSON(t *testing.T) {
	for _, text := range texts {
		compare(t, text)
	}
	r := rand.New(rand.NewPCG(1, 2))
	pieces := append(strings.Split(`{ } [ ] , : "a" "b\n" 1 -2.5 true null "\u00e9"`, " "), " ", "\n")
	for range 20_000 {
		var text strings.Builder
		for range r.IntN(12) {
			text.WriteString(pieces[r.IntN(len(pieces))])
		}
		compare(t, text.String())
	}
}

func TestOffset(t *testing.T) {
	r := NewReader(` {"a": 12}`)
	for _, want := range []int{2, 6, 9, 10} {
		_, err := r.Next()
		require.NoError(t, err)
		require.Equal(t, want, r.Offset())
	}
}

func TestEnds(t *testing.T) {
	for _, text := range []string{`{`, `{"a`, `{"a"`, `{"a":`, `[1,`, `[tr`, `["\`, `["\u1`} {
		_, err := tokens(text)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF, text)
	}
	_, err := tokens("[1 x]")
	require.EqualError(t, err, "invalid character 'x' behind a value")
}

func TestAppendString(t *testing.T) {
	for _, text := range []string{"", "plain", "\x00\x1f \"\\/\b\f\n\r\t", "é😀", "\xff"} {
		var back string
		require.NoError(t, json.Unmarshal(AppendString(nil, text), &back))
		require.Equal(t, strings.ToValidUTF8(text, "\ufffd"), back)
	}
	require.Equal(t, `ab"c/\n"`, string(AppendString([]byte("ab"), "c/\n")))
}

func FuzzReader(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	f.Fuzz(compare)
}
