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
	n.numbered = n.counted || (o.Flows > 0 || o.Size > 0) && n.every == 0
	n.fresh = o.Fresh || n.every > 0
	return n, err
}

// begin creates the folder that all files are in, and removes what killed runs have left.
func (n *names) begin() error {
	if len(n.folders) > 0 {
		if err := n.disk.mkdir(n.dir); err != nil {
			return err
		}
	}
	if n.options.Packed {
		n.sweep()
	}
	return nil
}

// create creates the next file. A temporary one has the path that publish gives it.
func (n *names) create(now time.Time) (file handle, path string, err error) {
	if n.fresh {
		return n.createFresh(now)
	}
	n.number++
	path = n.path(now, n.number)
	if n.options.Packed && n.replaceable(path) {
		file, err = n.openTemporary(path)
		return file, path, err
	}
	file, err = n.open(path, os.O_TRUNC)
	return file, "", err
}

// open opens a file to be written. Missing folders of a template are created.
func (n *names) open(path string, how int) (handle, error) {
	const flags, mode = os.O_RDWR | os.O_CREATE, 0o666
	file, err := n.disk.open(path, flags|how, mode)
	if len(n.folders) == 0 || !isMissing(err) {
		return file, err
	}
	if err := n.disk.mkdir(filepath.Dir(path)); err != nil {
		return nil, err
	}
	return n.disk.open(path, flags|how, mode)
}

func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// maxNumber bounds the numbers of files, and so the search for a free one.
const maxNumber = 999_999

// createFresh creates a file with the number after the latest one of the same date.
func (n *names) createFresh(now time.Time) (file handle, path string, err error) {
	number, err := n.free(now)
	if err != nil {
		return nil, "", err
	}
	for ; number <= maxNumber; number++ {
		path := n.path(now, number)
		if n.options.Packed {
			file, err = n.openTemporary(path)
		} else {
			file, err = n.open(path, os.O_EXCL)
		}
		if !errors.Is(err, fs.ErrExist) {
			n.latest = found{stem: n.stemOf(now), number: number}
			if !n.options.Packed {
				path = ""
			}
			return file, path, err
		}
	}
	return nil, "", n.tooMany(now)
}

func (n *names) tooMany(now time.Time) error {
	return fmt.Errorf("%s exists up to number %d: want another name", n.path(now, 0), maxNumber)
}

// free returns the number after the latest one of a date.
func (n *names) free(now time.Time) (number int, err error) {
	if n.numbered {
		number = 1
	}
	stem := n.stemOf(now)
	after := func(f found) {
		if f.stem == stem {
			number = max(number, f.number+1, 1)
		}
	}
	err = n.walk(&n.disk, &now, func(f found, hidden bool) { after(f) })
	for _, f := range n.past {
		after(f)
	}
	if len(n.folders) > 0 && isMissing(err) {
		err = nil // it is created with the file
	}
	return number, err
}

// path returns the path of a file. Number 0 means none.
func (n *names) path(now time.Time, number int) string {
	path := []string{n.dir}
	for _, parts := range n.folders {
		path = append(path, expand(parts, now, number))
	}
	stem := expand(n.stem, now, number)
	switch {
	case n.counted:
	case n.numbered:
		stem = fmt.Sprintf("%s-%06d", stem, number)
	case n.fresh && number > 0:
		stem = fmt.Sprintf("%s-%03d", stem, number)
	}
	return filepath.Join(append(path, stem+expand(n.ext, now, number))...)
}

// existing returns the regular files of the series.
func (n *names) existing() (files []found, err error) {
	err = n.walk(&n.disk, nil, func(f found, hidden bool) {
		if !hidden {
			files = append(files, f)
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
		return n.removeOld(n.path(time.Time{}, n.number-keep+1))
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
		if err := n.removeOld(filepath.Join(n.dir, f.name)); err != nil {
			return err
		}
	}
	return nil
}

// removeOld removes a file and the folders of the template that are empty without it.
func (n *names) removeOld(path string) error {
	if err := n.remove(path); err != nil {
		return err
	}
	for range n.folders {
		path = filepath.Dir(path)
		if n.disk.remove(path) != nil { // it is not empty, or is gone already
			break
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
