package output

import (
	"io"
	"io/fs"
	"os"
	"time"
)

// handle is an open file.
type handle interface {
	io.Writer
	io.Seeker
	Name() string
	Stat() (fs.FileInfo, error)
	Truncate(size int64) error
	Close() error
}

// disk is what a series of files needs of the file system. Tests have one that fails.
type disk struct {
	open   func(name string, flag int, mode fs.FileMode) (handle, error)
	remove func(name string) error
	lstat  func(name string) (fs.FileInfo, error)
	list   func(dir string, each func(fs.DirEntry)) error
}

var system = disk{open: openFile, remove: os.Remove, lstat: os.Lstat, list: listFolder}

func openFile(name string, flag int, mode fs.FileMode) (handle, error) {
	file, err := os.OpenFile(name, flag, mode)
	if err != nil {
		return nil, err // not a handle that holds nil
	}
	return file, nil
}

// listFolder calls each for the entries of a folder, which may be very many, a few at a time.
func listFolder(name string, each func(fs.DirEntry)) error {
	dir, err := os.Open(name)
	if err != nil {
		return err
	}
	defer dir.Close()
	for {
		entries, err := dir.ReadDir(256)
		for _, e := range entries {
			each(e)
		}
		if len(entries) == 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// isAt reports whether a file is still what its name stands for.
func (d *disk) isAt(info fs.FileInfo, name string) bool {
	now, err := d.lstat(name)
	return err == nil && info != nil && os.SameFile(info, now)
}

// partial is a file that an error cut short: it holds whole rows, and may get more.
type partial struct {
	name string
	info fs.FileInfo
	size int64     // of the whole rows
	rows uint64    // in it
	next time.Time // when its date is over
}

// open opens the file again, behind its last whole row.
func (p *partial) open(d *disk) (handle, error) {
	if !d.isAt(p.info, p.name) {
		return nil, fs.ErrNotExist
	}
	file, err := d.open(p.name, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if err = file.Truncate(p.size); err == nil {
		_, err = file.Seek(p.size, io.SeekStart)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// headless passes on what is written behind so many bytes, the header that a file has already.
type headless struct {
	to   io.Writer
	left int
}

func (h *headless) Write(p []byte) (int, error) {
	skip := min(h.left, len(p))
	h.left -= skip
	if skip == len(p) {
		return skip, nil
	}
	n, err := h.to.Write(p[skip:])
	return skip + n, err
}

// Unwrite takes back the last bytes, where the writer behind it can.
func (h *headless) Unwrite(n int) error {
	if w, ok := h.to.(interface{ Unwrite(n int) error }); ok {
		return w.Unwrite(n)
	}
	return nil
}
