package output

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// template is the name of a file or of a series of files. Its folders and its file may contain the date and one number,
// %06d. Without one, numbers go before the extension. Dates are in UTC, so that no name repeats when clocks go back.
type template struct {
	dir       string // the folder before the first one with a directive
	folders   [][]part
	stem, ext []part        // of the file
	every     time.Duration // interval of changes of the name, 0 for none
	counted   bool          // it contains a number
}

// part is a text, a directive of strftime(3), or a number.
type part struct {
	text   string
	layout string // of package time
	digits int    // of a number, at least
}

// directives are those with a fixed number of digits.
var directives = map[byte]struct {
	layout string
	every  time.Duration
}{
	'Y': {"2006", 24 * time.Hour}, 'm': {"01", 24 * time.Hour}, 'd': {"02", 24 * time.Hour}, 'j': {"002", 24 * time.Hour},
	'H': {"15", time.Hour}, 'M': {"04", time.Minute}, 'S': {"05", time.Second},
}

// Dated reports whether a path has a date.
func Dated(path string) bool {
	t, err := parseTemplate(path)
	return err == nil && t.every > 0
}

// Folder returns the folder that must exist before files can be written to a path. Others are created.
func Folder(path string) string {
	t, err := parseTemplate(path)
	if err != nil || len(t.folders) == 0 {
		return filepath.Dir(path)
	}
	dir := t.dir
	for {
		if _, err := os.Stat(dir); err == nil || filepath.Dir(dir) == dir {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// parseTemplate reads the path of an output.
func parseTemplate(path string) (t template, err error) {
	if t.folders, err = t.splitFolders(path); err != nil {
		return t, err
	}
	base := filepath.Base(path)
	ext := filepath.Ext(base)
	if stem := strings.TrimSuffix(base, ext); compression(base) != "" {
		ext = filepath.Ext(stem) + ext
	}
	if t.stem, err = t.parts(strings.TrimSuffix(base, ext)); err == nil {
		t.ext, err = t.parts(ext)
	}
	if err == nil {
		err = t.checkNumber(path)
	}
	return t, err
}

// splitFolders sets dir, and returns the folders after it.
func (t *template) splitFolders(path string) (folders [][]part, err error) {
	dir, names := filepath.Dir(path), []string(nil)
	raw, _ := filepath.Split(path)
	if !strings.Contains(raw, "%") {
		t.dir = dir
		return nil, nil
	}
	if from := raw[strings.Index(raw, "%"):]; slices.Contains(strings.Split(filepath.ToSlash(from), "/"), "..") {
		return nil, fmt.Errorf("%s has .. after a date or number", path)
	}
	if strings.HasSuffix(filepath.ToSlash(path), "/") {
		return nil, fmt.Errorf("%s is a folder: want the name of a file", path)
	}
	for strings.Contains(dir, "%") {
		names = append(names, filepath.Base(dir))
		dir = filepath.Dir(dir)
	}
	t.dir = dir
	slices.Reverse(names)
	for _, name := range names {
		parts, err := t.parts(name)
		if err != nil {
			return nil, err
		}
		folders = append(folders, parts)
	}
	return folders, nil
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
		case len(s) >= 3 && s[0] == '0' && s[1] > '0' && s[1] <= '9' && s[2] == 'd':
			parts = append(parts, part{digits: int(s[1] - '0')})
			s = s[2:]
		default:
			return nil, unknownDirective("%" + s[:1])
		}
		s = s[1:]
	}
	return parts, nil
}

func unknownDirective(d string) error {
	return fmt.Errorf("unknown directive %q in the name of a file: want %%Y, %%m, %%d, %%j, %%H, %%M, %%S, %%06d for a number, "+
		"or %%%% for a percent sign", d)
}

// checkNumber returns an error for a number that could not be read from a name again.
func (t *template) checkNumber(path string) error {
	for _, parts := range append(slices.Clone(t.folders), slices.Concat(t.stem, t.ext)) {
		for i, p := range parts {
			switch {
			case p.digits == 0:
				continue
			case t.counted:
				return fmt.Errorf("%s has more than one number", path)
			case i+1 < len(parts) && (parts[i+1].layout != "" || startsWithDigit(parts[i+1].text)):
				return fmt.Errorf("%s has a digit or a date right after %%0%dd", path, p.digits)
			}
			t.counted = true
		}
	}
	return nil
}

func startsWithDigit(s string) bool { return s != "" && isDigit(s[0]) }

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// next returns the time of the next change of the name.
func (t *template) next(now time.Time) time.Time {
	if t.every == 0 {
		return now.AddDate(1000, 0, 0)
	}
	return now.UTC().Truncate(t.every).Add(t.every)
}

// expand returns the text of parts. A negative number is left out.
func expand(parts []part, now time.Time, number int) string {
	var name strings.Builder
	for _, p := range parts {
		switch {
		case p.digits > 0:
			if number >= 0 {
				fmt.Fprintf(&name, "%0*d", p.digits, number)
			}
		case p.layout != "":
			name.WriteString(now.UTC().Format(p.layout))
		default:
			name.WriteString(p.text)
		}
	}
	return name.String()
}
