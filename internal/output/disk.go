package output

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"syscall"
	"time"
)

// handle is an open file.
type handle interface {
	io.Writer
	io.Seeker
	Name() string
	Stat() (fs.FileInfo, error)
	Truncate(size int64) error
	Sync() error
	Close() error
}

// disk is the file system interface of a series of files. Tests inject failures.
type disk struct {
	open   func(name string, flag int, mode fs.FileMode) (handle, error)
	remove func(name string) error
	lstat  func(name string) (fs.FileInfo, error)
	list   func(dir string, each func(fs.DirEntry)) error
	mkdir  func(dir string) error // and all folders that it is in
	link   func(from, to string) error
	rename func(from, to string) error
	sync   func(dir string) error // makes names in a folder survive a loss of power
}

var system = disk{open: openFile, remove: os.Remove, lstat: os.Lstat, list: listFolder,
	mkdir: func(dir string) error { return os.MkdirAll(dir, 0o777) }, link: os.Link, rename: os.Rename, sync: syncFolder}

func openFile(name string, flag int, mode fs.FileMode) (handle, error) {
	file, err := os.OpenFile(name, flag, mode)
	if err != nil {
		return nil, err // not a handle with a nil pointer
	}
	return file, nil
}

// syncFolder makes the names in a folder durable, where the system and the file system can do that.
func syncFolder(name string) error {
	if runtime.GOOS == "windows" || runtime.GOOS == "plan9" {
		return nil
	}
	dir, err := os.Open(name)
	if err != nil {
		return err
	}
	defer dir.Close()
	if err = dir.Sync(); errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		return nil
	}
	return err
}

// listFolder calls each with batches of entries of a folder, which may be very large.
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

// isAt reports whether a name still refers to the file.
func (d *disk) isAt(info fs.FileInfo, name string) bool {
	now, err := d.lstat(name)
	return err == nil && info != nil && os.SameFile(info, now)
}

// partial is a file after a write error. It holds whole rows and can be continued.
type partial struct {
	name string
	info fs.FileInfo
	size int64     // bytes of whole rows
	rows uint64    // rows in the file
	next time.Time // end of the date in its name
}

// open reopens the file after its last whole row.
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

// headless drops the first bytes, the header that a file has already.
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

// Unwrite removes the last n bytes if the underlying writer supports it.
func (h *headless) Unwrite(n int) error {
	if w, ok := h.to.(interface{ Unwrite(n int) error }); ok {
		return w.Unwrite(n)
	}
	return nil
}
