package rules

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
)

// Load compiles the rules of files. A name may have a format as prefix (hosts:FILE). For formats without names of
// applications, it may have an application or a category as suffix (FILE@Name, FILE@Name/Category, FILE@/Category).
// Of conflicting rules with the same rank, the later one wins.
//
// The error joins an *Error for each mistake, up to ten. New names of applications and categories are registered only
// if there is no mistake.
func Load(names ...string) (*Set, error) {
	b := newBuilder()
	for _, name := range names {
		b.load(name)
	}
	return b.compile()
}

// Parse compiles the rules of one text. The name has the form of Load; no file is read.
func Parse(text []byte, name string, f Format) (*Set, error) {
	b := newBuilder()
	in := newInput(b, name)
	if f != Detect {
		in.format = f
	}
	in.text = string(text)
	in.parse()
	return b.compile()
}

// input is the state of reading a file.
type input struct {
	*builder
	path     string
	format   Format
	app      string // application and category from the file's name, or empty
	category string
	text     string
	file     uint16
	folder   *os.Root // folder of included files, or nil
	depth    int      // depth of includes
	included map[string]bool
	filter   []string // attributes that names of an included list must have, or must not have (-attribute)
}

func (b *builder) load(name string) {
	in := newInput(b, name)
	text, err := readFile(func() (*os.File, error) { return os.Open(in.path) })
	if err != nil {
		b.wrong.add(in.path, 0, err)
		return
	}
	in.text = text
	if in.folder, err = os.OpenRoot(filepath.Dir(in.path)); err == nil {
		defer in.folder.Close()
	}
	in.parse()
}

// newInput parses the name of a source.
func newInput(b *builder, name string) *input {
	in := &input{builder: b, path: name}
	if before, after, ok := strings.Cut(name, ":"); ok && after != "" {
		if f, known := FormatByName(before); known {
			in.format, in.path = f, after
		}
	}
	if _, err := os.Stat(in.path); err == nil {
		return in // the name itself contains @
	}
	if i := strings.LastIndexByte(in.path, '@'); i > 0 {
		in.app, in.category, _ = strings.Cut(in.path[i+1:], "/")
		in.path = in.path[:i]
	}
	return in
}

// parse reads the text in its format.
func (in *input) parse() {
	if len(in.files) >= 1<<16-1 {
		in.wrong.add(in.path, 0, errors.New("too many files"))
		return
	}
	in.file = uint16(len(in.files))
	in.files = append(in.files, in.path)
	if in.format == Detect {
		f, err := detect(in.path, in.text)
		if err != nil {
			in.wrong.add(in.path, 0, err)
			return
		}
		in.format = f
	}
	if err := in.checkNames(); err != nil {
		in.wrong.add(in.path, 0, err)
		return
	}
	in.read()
}

// checkNames checks the suffix of the file's name.
func (in *input) checkNames() error {
	if in.app == "" && in.category == "" {
		return nil
	}
	switch in.format {
	case Stanzas, NDPI, MMDB:
		return fmt.Errorf("format %s takes no name after the file's", in.format)
	case NDPICategories:
		if in.app != "" {
			return fmt.Errorf("format %s takes no application after the file's name", in.format)
		}
	}
	for _, name := range [2]string{in.app, in.category} {
		if name != "" {
			if err := categories.CheckName(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// baseName returns the default name of a file's application: the file's name without its extension.
func (in *input) baseName() string {
	base := filepath.Base(in.path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// named returns the claim of a file with a single application or category, by default an application with the file's
// name.
func (in *input) named() (uint32, bool) {
	if in.app == "" && in.category == "" {
		in.app = in.baseName()
		if err := categories.CheckName(in.app); err != nil {
			in.wrong.add(in.path, 0, fmt.Errorf("the application is missing: want FILE@Name (%w)", err))
			return 0, false
		}
	}
	return in.claim(in.app, in.category, ""), true
}

// refuse records an invalid line.
func (in *input) refuse(line int, format string, args ...any) {
	in.wrong.add(in.path, line, fmt.Errorf(format, args...))
}

var errTooLarge = fmt.Errorf("the file has more than %d bytes", MaxFile)

func readFile(open func() (*os.File, error)) (string, error) {
	f, err := open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	var text strings.Builder
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		if info.Size() > MaxFile {
			return "", errTooLarge
		}
		text.Grow(int(info.Size()))
	}
	n, err := io.Copy(&text, io.LimitReader(f, MaxFile+1))
	if err == nil && n > MaxFile {
		err = errTooLarge
	}
	return text.String(), err
}

// lines yields the lines of a text without their ends, and their numbers from 1.
func lines(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		text = strings.TrimPrefix(text, "\ufeff")
		for number := 1; text != ""; number++ {
			line, rest, _ := strings.Cut(text, "\n")
			text = rest
			if !yield(number, strings.TrimSuffix(line, "\r")) {
				return
			}
		}
	}
}

// words yields the words of each line, without comments, which begin with one of the marks. Lines that are too long
// are errors.
func (in *input) words(marks string) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		for number, line := range lines(in.text) {
			if len(line) > MaxLine {
				in.refuse(number, "the line has more than %d bytes", MaxLine)
				continue
			}
			if i := strings.IndexAny(line, marks); i >= 0 {
				line = line[:i]
			}
			if words := strings.Fields(line); len(words) > 0 && !yield(number, words) {
				return
			}
		}
	}
}
