package stanza

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// toASCII converts a host name to lower case and A-labels (RFC 5890, section 2.3.2.1). It implements the parts of the
// mapping of RFC 5895 that need no tables: case, full-width ASCII and dots. It does not compose characters, so it
// rejects combining accents. Such names can be given as A-labels.
func toASCII(name string) (string, error) {
	mapped := strings.Map(mapRune, name)
	labels := strings.Split(mapped, ".")
	for i, label := range labels {
		if isASCII(label) {
			continue
		}
		if err := checkLetters(label); err != nil {
			return "", err
		}
		labels[i] = "xn--" + punycode([]rune(label))
	}
	return strings.Join(labels, "."), nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func mapRune(r rune) rune {
	switch {
	case r == '\u3002' || r == '\uff0e' || r == '\uff61': // ideographic dots
		return '.'
	case r >= '\uff01' && r <= '\uff5e': // full-width ASCII
		r -= '\uff01' - '!'
	}
	return unicode.ToLower(r)
}

const maxRunes = maxLabel // characters of a label; each takes at least one byte of the A-label

// checkLetters rejects characters that no label may have (RFC 5892), without the contextual rules.
func checkLetters(label string) error {
	if utf8.RuneCountInString(label) > maxRunes {
		return errors.New("a label is too long")
	}
	for i, r := range label {
		switch {
		case r >= 0x300 && r < 0x370:
			return errors.New("it has a combining accent: use a composed character or the A-label")
		case i == 0 && unicode.IsMark(r):
			return errors.New("a label begins with a mark")
		case r >= utf8.RuneSelf && !unicode.In(r, unicode.L, unicode.M, unicode.Nd):
			return errors.New("it has a character other than letters, digits and marks")
		}
	}
	return nil
}

// The parameters of Punycode (RFC 3492, section 5).
const (
	punyBase    = 36
	punyTMin    = 1
	punyTMax    = 26
	punySkew    = 38
	punyDamp    = 700
	punyBias    = 72
	punyInitial = 0x80
)

// punycode encodes a label of at most maxRunes characters, so that nothing overflows (RFC 3492, section 6.3).
func punycode(label []rune) string {
	var out []byte
	for _, r := range label {
		if r < utf8.RuneSelf {
			out = append(out, byte(r))
		}
	}
	basic := len(out)
	done := basic
	if basic > 0 {
		out = append(out, '-')
	}
	n, delta, bias := rune(punyInitial), 0, punyBias
	for done < len(label) {
		next := rune(unicode.MaxRune)
		for _, r := range label {
			if r >= n {
				next = min(next, r)
			}
		}
		delta += int(next-n) * (done + 1)
		n = next
		for _, r := range label {
			if r < n {
				delta++
			}
			if r != n {
				continue
			}
			out = appendVariable(out, delta, bias)
			bias = adapt(delta, done+1, done == basic)
			delta = 0
			done++
		}
		delta++
		n++
	}
	return string(out)
}

// appendVariable appends an integer of variable length (RFC 3492, section 3.3).
func appendVariable(out []byte, q, bias int) []byte {
	const digits = "abcdefghijklmnopqrstuvwxyz0123456789"
	for k := punyBase; ; k += punyBase {
		t := min(max(k-bias, punyTMin), punyTMax)
		if q < t {
			return append(out, digits[q])
		}
		out = append(out, digits[t+(q-t)%(punyBase-t)])
		q = (q - t) / (punyBase - t)
	}
}

// adapt returns the bias after a delta (RFC 3492, section 6.1).
func adapt(delta, points int, first bool) int {
	if first {
		delta /= punyDamp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for delta > (punyBase-punyTMin)*punyTMax/2 {
		delta /= punyBase - punyTMin
		k += punyBase
	}
	return k + (punyBase-punyTMin+1)*delta/(delta+punySkew)
}
