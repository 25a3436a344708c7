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

// names generates the names of a series of files and removes old files.
type names struct {
	template
	options    Options
	numbered   bool   // each name has a number
	fresh      bool   // no file is overwritten
	compressed string // extension of compressed files, empty if not compressed
	number     int    // of the latest file, if files may be overwritten
	disk       disk
	latest     found   // latest file, if files are not overwritten
	past       []found // the latest file that was removed; its number is not reused
}

func newNames(path string, o Options) (n names, err error) {
	n.template, err = parseTemplate(path)
	n.options, n.compressed, n.disk = o, compression(path), system
	n.numbered = (o.Flows > 0 || o.Size > 0) && n.every == 0
	n.fresh = o.Fresh || n.every > 0
	return n, err
}

// create creates the next file.
func (n *names) create(now time.Time) (handle, error) {
	if n.fresh {
		return n.createFresh(now)
	}
	n.number++
	return n.disk.open(n.path(now, n.number), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666)
}

// maxNumber bounds the numbers of files, and so the search for a free one.
const maxNumber = 999_999

// createFresh creates a file with the number after the latest one of the same date.
func (n *names) createFresh(now time.Time) (handle, error) {
	files, err := n.existing()
	if err != nil {
		return nil, err
	}
	number := 0
	if n.numbered {
		number = 1
	}
	stem, _ := n.date(now)
	for _, f := range append(files, n.past...) {
		if f.stem == stem {
			number = max(number, f.number+1, 1)
		}
	}
	for ; number <= maxNumber; number++ {
		file, err := n.disk.open(n.path(now, number), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			n.latest = found{stem: stem, number: number}
			return file, err
		}
	}
	return nil, fmt.Errorf("%s exists up to number %d: want another name", n.path(now, 0), maxNumber)
}

// path returns the path of a file. Number 0 means none.
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
	err = n.disk.list(n.dir, func(e fs.DirEntry) {
		if stem, number, ok := n.match(e.Name()); ok && e.Type().IsRegular() {
			files = append(files, found{e.Name(), stem, number})
		}
	})
	return files, err
}

// prune removes all but the latest files, to make room for the given number of further ones. A file that no longer
// exists is no error.
func (n *names) prune(room int) error {
	switch keep := n.options.Keep; {
	case keep == 0:
		return nil
	case !n.fresh:
		if !n.numbered || n.number < keep {
			return nil
		}
		return n.remove(n.path(time.Time{}, n.number-keep+1))
	}
	return n.pruneFresh(n.options.Keep - room)
}

// pruneFresh removes all but n files.
func (n *names) pruneFresh(keep int) error {
	files, err := n.existing()
	if err != nil || len(files) <= keep {
		return err
	}
	ages := map[string]time.Time{}
	for _, f := range files {
		info, err := n.disk.lstat(filepath.Join(n.dir, f.name))
		if err == nil {
			ages[f.name] = info.ModTime()
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err // a file of unknown age must not be removed as the oldest
		}
	}
	sort.Slice(files, func(i, j int) bool {
		// Some file systems, such as JFFS2, store whole seconds.
		a, b := files[i], files[j]
		return cmp.Or(ages[a.name].Compare(ages[b.name]), strings.Compare(a.stem, b.stem), cmp.Compare(a.number, b.number)) < 0
	})
	for _, f := range files[:len(files)-keep] {
		if err := n.remove(filepath.Join(n.dir, f.name)); err != nil {
			return err
		}
	}
	return nil
}

// remove removes a file, which may not exist any more.
func (n *names) remove(path string) error {
	if err := n.disk.remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
