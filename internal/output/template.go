package output

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// template is the name of a file or of a series of files. It may contain the date; numbers go before the extension.
// Dates are in UTC, so that no name repeats when clocks go back.
type template struct {
	dir       string
	stem, ext []part
	every     time.Duration // interval of changes of the name, 0 for none
}

// part is a text, or a directive of strftime(3).
type part struct {
	text   string
	layout string // of package time
}

// directives are those with a fixed number of digits.
var directives = map[byte]struct {
	layout string
	every  time.Duration
}{
	'Y': {"2006", 24 * time.Hour}, 'm': {"01", 24 * time.Hour}, 'd': {"02", 24 * time.Hour}, 'j': {"002", 24 * time.Hour},
	'H': {"15", time.Hour}, 'M': {"04", time.Minute}, 'S': {"05", time.Second},
}

// parseTemplate reads the path of an output.
func parseTemplate(path string) (t template, err error) {
	t.dir = filepath.Dir(path)
	if strings.Contains(t.dir, "%") {
		return t, fmt.Errorf("the folder of %s contains %%: dates are allowed only in the name of the file", path)
	}
	base := filepath.Base(path)
	ext := filepath.Ext(base)
	if stem := strings.TrimSuffix(base, ext); compression(base) != "" {
		ext = filepath.Ext(stem) + ext
	}
	if t.stem, err = t.parts(strings.TrimSuffix(base, ext)); err == nil {
		t.ext, err = t.parts(ext)
	}
	return t, err
}

func (t *template) parts(s string) (parts []part, err error) {
	for s != "" {
		text, rest, found := strings.Cut(s, "%")
		if text != "" {
			parts = append(parts, part{text: text})
		}
		if !found {
			break
		}
		s = rest
		if s == "" {
			return nil, unknownDirective("%")
		}
		d, ok := directives[s[0]]
		switch {
		case ok:
			parts = append(parts, part{layout: d.layout})
			if t.every == 0 || d.every < t.every {
				t.every = d.every
			}
		case s[0] == '%':
			parts = append(parts, part{text: "%"})
		default:
			return nil, unknownDirective("%" + s[:1])
		}
		s = s[1:]
	}
	return parts, nil
}

func unknownDirective(d string) error {
	return fmt.Errorf("unknown directive %q in the name of a file: want %%Y, %%m, %%d, %%j, %%H, %%M, %%S, or %%%% for a percent sign", d)
}

// date returns the parts of the name that depend on the time.
func (t *template) date(now time.Time) (stem, ext string) {
	return expand(t.stem, now), expand(t.ext, now)
}

// next returns the time of the next change of the name.
func (t *template) next(now time.Time) time.Time {
	if t.every == 0 {
		return now.AddDate(1000, 0, 0)
	}
	return now.UTC().Truncate(t.every).Add(t.every)
}

func expand(parts []part, now time.Time) string {
	var name strings.Builder
	for _, p := range parts {
		if p.layout == "" {
			name.WriteString(p.text)
		} else {
			name.WriteString(now.UTC().Format(p.layout))
		}
	}
	return name.String()
}

// match reports whether a name matches the template. It returns the text before the number and the number, -1 for
// none.
func (t *template) match(name string) (stem string, number int, ok bool) {
	rest, ok := matchParts(t.stem, name)
	if !ok {
		return "", 0, false
	}
	stem, number = name[:len(name)-len(rest)], -1
	if digits, is := strings.CutPrefix(rest, "-"); is {
		n := 0
		for n < len(digits) && digits[n] >= '0' && digits[n] <= '9' {
			n++
		}
		var err error
		if number, err = strconv.Atoi(digits[:n]); err != nil {
			return "", 0, false
		}
		rest = digits[n:]
	}
	rest, ok = matchParts(t.ext, rest)
	return stem, number, ok && rest == ""
}

// matchParts matches the parts at the start of a name.
func matchParts(parts []part, name string) (rest string, ok bool) {
	for _, p := range parts {
		if p.layout == "" {
			if name, ok = strings.CutPrefix(name, p.text); !ok {
				return "", false
			}
			continue
		}
		n := len(p.layout)
		if len(name) < n || strings.Trim(name[:n], "0123456789") != "" {
			return "", false
		}
		name = name[n:]
	}
	return name, true
}
