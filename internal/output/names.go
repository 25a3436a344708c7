package output

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// names makes the names of a series of files, one after the other, and forgets old ones.
type names struct {
	template
	options    Options
	numbered   bool   // every name has a number
	fresh      bool   // no file is overwritten
	compressed string // how the names of compressed files end, empty where they are plain
	number     int    // of the latest, where files may be overwritten
}

func newNames(path string, o Options) (n names, err error) {
	n.template, err = parseTemplate(path)
	n.options, n.compressed = o, compression(path)
	n.numbered = (o.Flows > 0 || o.Size > 0) && n.every == 0
	n.fresh = o.Fresh || n.every > 0
	return n, err
}

// create makes the next file.
func (n *names) create(now time.Time) (*os.File, error) {
	if n.fresh {
		return n.createFresh(now)
	}
	n.number++
	return os.Create(n.path(now, n.number))
}

// maxNumber bounds the numbers of files, and so how long one is looked for.
const maxNumber = 999_999

// createFresh makes a file with the number after the latest of the same date.
func (n *names) createFresh(now time.Time) (*os.File, error) {
	files, err := n.existing()
	if err != nil {
		return nil, err
	}
	number := 0
	if n.numbered {
		number = 1
	}
	stem, _ := n.date(now)
	for _, f := range files {
		if f.stem == stem {
			number = max(number, f.number+1, 1)
		}
	}
	for ; number <= maxNumber; number++ {
		file, err := os.OpenFile(n.path(now, number), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
	return nil, fmt.Errorf("%s has been used up to the number %d: want another name", n.path(now, 0), maxNumber)
}

// path returns the path of a file. Number 0 is none.
func (n *names) path(now time.Time, number int) string {
	stem, ext := n.date(now)
	switch {
	case n.numbered:
		stem = fmt.Sprintf("%s-%06d", stem, number)
	case n.fresh && number > 0:
		stem = fmt.Sprintf("%s-%03d", stem, number)
	}
	return filepath.Join(n.dir, stem+ext)
}

// found is a file of the series.
type found struct {
	name, stem string
	number     int
}

// existing returns the regular files of the series.
func (n *names) existing() (files []found, err error) {
	dir, err := os.Open(n.dir)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	for {
		entries, err := dir.ReadDir(256)
		for _, e := range entries {
			if stem, number, ok := n.match(e.Name()); ok && e.Type().IsRegular() {
				files = append(files, found{e.Name(), stem, number})
			}
		}
		if len(entries) == 0 {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// prune removes all but the latest files, so that there is room for another one. That somebody else removed one is no error.
func (n *names) prune() error {
	switch keep := n.options.Keep; {
	case keep == 0:
		return nil
	case !n.fresh:
		if !n.numbered || n.number < keep {
			return nil
		}
		return removed(n.path(time.Time{}, n.number-keep+1))
	}
	return n.pruneFresh()
}

func (n *names) pruneFresh() error {
	files, err := n.existing()
	if err != nil || len(files) < n.options.Keep {
		return err
	}
	ages := map[string]time.Time{}
	for _, f := range files {
		if info, err := os.Lstat(filepath.Join(n.dir, f.name)); err == nil {
			ages[f.name] = info.ModTime()
		}
	}
	sort.Slice(files, func(i, j int) bool {
		// Some file systems, JFFS2 for one, keep whole seconds.
		a, b := files[i], files[j]
		return cmp.Or(ages[a.name].Compare(ages[b.name]), strings.Compare(a.stem, b.stem), cmp.Compare(a.number, b.number)) < 0
	})
	for _, f := range files[:len(files)-n.options.Keep+1] {
		if err := removed(filepath.Join(n.dir, f.name)); err != nil {
			return err
		}
	}
	return nil
}

func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
