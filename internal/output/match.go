package output

import (
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// found is a file of the series.
type found struct {
	name   string // below the folder of the template
	stem   string // the name without number and extension
	number int    // -1 for none
}

// stem returns what names of a date have in common: everything but the number and the extension.
func (t *template) stemOf(now time.Time) string {
	var all []string
	for _, parts := range t.folders {
		all = append(all, expand(parts, now, -1))
	}
	return filepath.Join(append(all, expand(t.stem, now, -1))...)
}

// walk calls each with the files below the template's folder that match it, and with those for which hidden holds, which
// are temporary ones. With a date it does not look into folders of others.
func (t *template) walk(d *disk, now *time.Time, each func(f found, hidden bool)) error {
	return t.walkFolder(d, now, found{number: -1}, 0, each)
}

func (t *template) walkFolder(d *disk, now *time.Time, at found, depth int, each func(found, bool)) error {
	if depth == len(t.folders) {
		return d.list(filepath.Join(t.dir, at.name), func(e fs.DirEntry) {
			name, hidden := temporaryOf(e.Name())
			if f, ok := t.matchFile(at, name); ok && e.Type().IsRegular() {
				f.name = filepath.Join(at.name, e.Name())
				each(f, hidden)
			}
		})
	}
	var below []found
	err := d.list(filepath.Join(t.dir, at.name), func(e fs.DirEntry) {
		if f, ok := matchFolder(t.folders[depth], at, e.Name()); ok && e.IsDir() && (now == nil || f.stem == t.prefix(*now, depth)) {
			f.name = filepath.Join(at.name, e.Name())
			below = append(below, f)
		}
	})
	if err != nil {
		return err
	}
	for _, f := range below {
		if err := t.walkFolder(d, now, f, depth+1, each); err != nil && !isMissing(err) {
			return err
		}
	}
	return nil
}

// prefix is the stem of the first folders of a date.
func (t *template) prefix(now time.Time, depth int) string {
	var all []string
	for _, parts := range t.folders[:depth+1] {
		all = append(all, expand(parts, now, -1))
	}
	return filepath.Join(all...)
}

func matchFolder(parts []part, at found, name string) (found, bool) {
	stem, rest, ok := matchParts(parts, name, &at.number)
	at.stem = filepath.Join(at.stem, stem)
	return at, ok && rest == ""
}

// matchFile reports whether the name of a file matches the template.
func (t *template) matchFile(at found, name string) (found, bool) {
	stem, rest, ok := matchParts(t.stem, name, &at.number)
	if !ok {
		return at, false
	}
	at.stem = filepath.Join(at.stem, stem)
	if digits, is := strings.CutPrefix(rest, "-"); is && !t.counted {
		n := leadingDigits(digits)
		var err error
		if at.number, err = strconv.Atoi(digits[:n]); err != nil {
			return at, false
		}
		rest = digits[n:]
	}
	_, rest, ok = matchParts(t.ext, rest, &at.number)
	return at, ok && rest == ""
}

// matchParts matches the parts at the start of a name. It returns the matched text without the number, and the rest.
func matchParts(parts []part, name string, number *int) (stem, rest string, ok bool) {
	for _, p := range parts {
		n := 0
		switch {
		case p.digits > 0:
			n = leadingDigits(name)
			if n < p.digits || n > p.digits && name[0] == '0' {
				return "", "", false
			}
			var err error
			if *number, err = strconv.Atoi(name[:n]); err != nil {
				return "", "", false
			}
			name = name[n:]
			continue
		case p.layout != "":
			if n = len(p.layout); leadingDigits(name) < n {
				return "", "", false
			}
		default:
			if n = len(p.text); !strings.HasPrefix(name, p.text) {
				return "", "", false
			}
		}
		stem, name = stem+name[:n], name[n:]
	}
	return stem, name, true
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}
