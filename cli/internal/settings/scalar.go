package settings

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// indicators begin no plain text (YAML 1.2.2, section 7.3.3), beside those that do if no blank is behind them.
const indicators = ",[]{}#&*!|>'\"%@`"

// begins reports whether a character that is none of the indicators may begin a plain text here.
func (r *reader) begins(flow bool) bool {
	rest := r.rest()
	if rest[0] != '?' && rest[0] != ':' {
		return true
	}
	return !flow && len(rest) > 1 && !blank(rest[1])
}

// plain reads a text without quotes: up to a comment, a colon before a blank or, in brackets, what has a meaning there.
func (r *reader) plain(flow bool) string {
	rest := r.rest()
	end := len(rest)
	for i := range len(rest) {
		last := i+1 == len(rest) || blank(rest[i+1])
		in := flow && !last && strings.IndexByte(",?[]{}", rest[i+1]) >= 0
		c := rest[i]
		if c == ':' && (last || in) || c == '#' && i > 0 && blank(rest[i-1]) ||
			flow && strings.IndexByte(",?[]{}", c) >= 0 {
			end = i
			break
		}
	}
	text := strings.TrimRight(rest[:end], " \t")
	r.at += end
	if end < len(rest) && rest[end] == '#' {
		r.at = r.at - end + len(text)
	}
	return text
}

// quoted reads a text in quotes, all of it in this line.
func (r *reader) quoted() (string, error) {
	begin, quote := r.place(), r.rest()[0]
	var text strings.Builder
	for r.at++; ; {
		rest := r.rest()
		switch {
		case rest == "":
			return "", r.refuseAt(begin, "there is no %c to this %[1]c in its line", quote)
		case quote == '\'' && strings.HasPrefix(rest, "''"):
			text.WriteByte('\'')
			r.at += 2
		case rest[0] == quote:
			r.at++
			return text.String(), nil
		case quote == '"' && rest[0] == '\\':
			c, n := unescape(rest[1:])
			if n == 0 {
				return "", r.refuse("YAML has no such escape")
			}
			text.WriteRune(c)
			r.at += 1 + n
		default:
			text.WriteByte(rest[0])
			r.at++
		}
	}
}

// escapes are the letters of YAML 1.2.2, section 5.7, and what each stands for.
const (
	escapes  = "0abt\tnvfre \"/\\N_LP"
	escaped  = "\x00\a\b\t\t\n\v\f\r\x1b \"/\\\u0085\u00a0\u2028\u2029"
	hexadeci = "xuU"
)

// unescape returns the character that an escape stands for, and its length without the backslash, 0 if there is none.
func unescape(text string) (rune, int) {
	if text == "" {
		return 0, 0
	}
	if i := strings.IndexByte(escapes, text[0]); i >= 0 {
		return []rune(escaped)[i], 1
	}
	i := strings.IndexByte(hexadeci, text[0])
	if i < 0 || len(text) < 1+2<<i {
		return 0, 0
	}
	n, err := strconv.ParseUint(text[1:1+2<<i], 16, 32)
	if err != nil || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		return 0, 0
	}
	return rune(n), 1 + 2<<i
}
