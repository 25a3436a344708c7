package settings

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// reader goes through the lines of a file.
type reader struct {
	file     string
	lines    []string // without their ends
	line     int      // at which it is, from 0 on
	at       int      // offset in it
	indent   int      // of the keys; -1 before the first
	entries  []Entry
	seen     map[string]int // keys by their lines
	mistakes []error
}

// maxMistakes bounds how many are told at once.
const maxMistakes = 10

// errRefused is of what has been refused already.
var errRefused = errors.New("refused")

// refuse notes what is wrong where the reader is.
func (r *reader) refuse(format string, args ...any) error {
	return r.refuseAt(r.place(), format, args...)
}

func (r *reader) refuseAt(at Place, format string, args ...any) error {
	if len(r.mistakes) < maxMistakes {
		r.mistakes = append(r.mistakes, &Mistake{at, r.file, fmt.Sprintf(format, args...)})
	}
	return errRefused
}

// place is where the reader is; columns count characters.
func (r *reader) place() Place {
	return Place{r.line + 1, utf8.RuneCountInString(r.text()[:r.at]) + 1}
}

// text is the line. It is called from so many places that its inlined copies would be larger than all else.
//
//go:noinline
func (r *reader) text() string {
	if r.line < len(r.lines) {
		return r.lines[r.line]
	}
	return ""
}

// rest is what of the line lies ahead.
//
//go:noinline
func (r *reader) rest() string { return r.text()[r.at:] }

// split makes lines of a text, which must not have characters that show nothing, or that some take for ends of lines.
func (r *reader) split(text string) bool {
	r.lines = strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	for i, line := range r.lines {
		line = strings.TrimSuffix(line, "\r")
		r.lines[i], r.line = line, i
		for at, c := range line {
			if r.at = at; !shown(c) || c == utf8.RuneError && !strings.HasPrefix(line[at:], "\ufffd") {
				_ = r.refuse("control characters are not allowed, nor is what is not UTF-8")
				return false
			}
		}
	}
	r.line, r.at = 0, 0
	return true
}

// shown reports whether a text may have a character (YAML 1.2.2, section 5.1), which ends no line.
func shown(c rune) bool {
	switch {
	case c < ' ':
		return c == '\t'
	case c >= 0x7f && c < 0xa0, c == 0x2028, c == 0x2029, c == 0xfeff, c == 0xfffe, c == 0xffff:
		return false
	}
	return true
}

// document reads all lines.
func (r *reader) document() {
	begun, over := false, false
	for r.content() {
		begins := r.marker("---")
		switch {
		case over, begins && begun:
			_ = r.refuse("want one document only")
			return
		case begins:
			begun = true
			r.at = 3
			_ = r.lineEnds()
		case r.marker("...") && !begun:
			_ = r.refuse("there is no document that would end here")
			return
		case r.marker("..."):
			over = true
			r.at = 3
			_ = r.lineEnds()
		default:
			begun = true
			if r.entry() != nil {
				r.skipEntry()
			}
		}
	}
}

// content goes to the next line that has something beside blanks and a comment, from the beginning of a line on. It
// reports whether there is one.
func (r *reader) content() bool {
	for ; r.line < len(r.lines); r.line++ {
		r.at = len(r.text()) - len(strings.TrimLeft(r.text(), " "))
		if rest := r.rest(); rest != "" && rest[0] != '#' {
			return true
		}
	}
	return false
}

// marker reports whether the line is one that begins or ends a document.
func (r *reader) marker(marker string) bool {
	rest, ok := strings.CutPrefix(r.text(), marker)
	return ok && (rest == "" || blank(rest[0]))
}

// skipEntry goes behind an entry that has been refused: to the next line that is no deeper than keys are.
func (r *reader) skipEntry() {
	for r.advance(); r.content() && (r.at > max(r.indent, 0) || r.dash()); {
		r.advance()
	}
	r.at = 0
}

func (r *reader) advance() { r.line, r.at = r.line+1, 0 }

func (r *reader) skipBlanks() {
	for r.at < len(r.text()) && blank(r.text()[r.at]) {
		r.at++
	}
}

func blank(c byte) bool { return c == ' ' || c == '\t' }

// ended reports whether nothing is left of the line but a comment.
func (r *reader) ended() bool {
	r.skipBlanks()
	rest := r.rest()
	return rest == "" || rest[0] == '#' && (r.at == 0 || blank(r.text()[r.at-1]))
}

// lineEnds goes to the next line, behind what has to be the last of this one.
func (r *reader) lineEnds() error {
	if !r.ended() {
		err := r.refuse("want nothing more in this line")
		r.advance()
		return err
	}
	r.advance()
	return nil
}
