package output

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// faults makes counted calls of a file system fail: a given one and a number of calls after it.
type faults struct {
	calls, at, many int
	err             error
	short           bool // a failed write has written half
	failed          bool
	undo            bool // the failed call should have removed half a row
}

func (f *faults) fail() bool {
	f.calls++
	bad := f.calls > f.at && f.calls <= f.at+f.many
	f.failed = f.failed || bad
	return bad
}

func (f *faults) disk() disk {
	return disk{
		open: func(name string, flag int, mode fs.FileMode) (handle, error) {
			if f.fail() {
				return nil, &fs.PathError{Op: "open", Path: name, Err: f.err}
			}
			file, err := openFile(name, flag, mode)
			if err != nil {
				return nil, err
			}
			return &faulty{file, f}, nil
		},
		remove: func(name string) error {
			if f.fail() {
				return f.err
			}
			return os.Remove(name)
		},
		lstat: func(name string) (fs.FileInfo, error) {
			if f.fail() {
				return nil, f.err
			}
			return os.Lstat(name)
		},
		list: func(dir string, each func(fs.DirEntry)) error {
			if f.fail() {
				return f.err
			}
			return listFolder(dir, each)
		},
		mkdir: func(dir string) error {
			if f.fail() {
				return f.err
			}
			return system.mkdir(dir)
		},
		link: func(from, to string) error {
			if f.fail() {
				return f.err
			}
			return os.Link(from, to)
		},
		rename: func(from, to string) error {
			if f.fail() {
				return f.err
			}
			return os.Rename(from, to)
		},
		sync: func(dir string) error {
			if f.fail() {
				return f.err
			}
			return syncFolder(dir)
		},
	}
}

// faulty is a file of such a file system.
type faulty struct {
	handle
	f *faults
}

func (h *faulty) Write(p []byte) (int, error) {
	if !h.f.fail() {
		return h.handle.Write(p)
	}
	n := 0
	if h.f.short {
		n, _ = h.handle.Write(p[:len(p)/2])
	}
	return n, h.f.err
}

func (h *faulty) Seek(offset int64, whence int) (int64, error) {
	if h.f.fail() {
		h.f.undo = true
		return 0, h.f.err
	}
	return h.handle.Seek(offset, whence)
}

func (h *faulty) Truncate(size int64) error {
	if h.f.fail() {
		h.f.undo = true
		return h.f.err
	}
	return h.handle.Truncate(size)
}

func (h *faulty) Stat() (fs.FileInfo, error) {
	if h.f.fail() {
		h.f.undo = true
		return nil, h.f.err
	}
	return h.handle.Stat()
}

func (h *faulty) Sync() error {
	if h.f.fail() {
		return h.f.err
	}
	return nil
}

func (h *faulty) Close() error {
	err := h.handle.Close()
	if h.f.fail() {
		return h.f.err
	}
	return err
}

// rowsOf returns the number of rows of a file. They must be whole and follow one header, unless half a row could not
// be removed.
func rowsOf(t *testing.T, name string, torn bool) int {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	if strings.HasSuffix(name, ".gz") && len(text) > 0 {
		z, err := gzip.NewReader(bytes.NewReader(text))
		if err == nil {
			text, err = io.ReadAll(z)
		}
		if !torn {
			require.NoError(t, err)
		}
	}
	whole := text[:bytes.LastIndexByte(text, '\n')+1]
	n := strings.Count(string(whole), "row\n")
	if !torn && len(text) > 0 {
		require.Equal(t, len(text), len(whole))
		require.Equal(t, "head\n"+strings.Repeat("row\n", n), string(whole))
	}
	return n
}

// For any failure of a file system call: the rows in files plus the reported losses are all rows, files hold whole
// rows after one header, no file is without rows, and only Keep removes files.
func TestFaults(t *testing.T) {
	for _, name := range []string{"a.csv", "a.csv.gz", "a.bin"} {
		for _, err := range []error{syscall.ENOSPC, syscall.EIO} {
			for _, short := range []bool{false, true} {
				for _, many := range []int{1, 2, 7} {
					for at := 0; ; at++ {
						f := &faults{at: at, many: many, err: err, short: short}
						what := fmt.Sprintf("%s, %v, short %v, %d calls from %d on", name, err, short, many, at)
						if outlasts(t, name, f, what); !f.failed {
							break
						}
						require.Less(t, at, 1000)
					}
				}
			}
		}
	}
}

func outlasts(t *testing.T, name string, f *faults, what string) {
	t.Helper()
	dir := t.TempDir()
	for i := range 3 {
		old := filepath.Join(dir, strings.Replace(name, ".", fmt.Sprintf("-%06d.", i+1), 1))
		require.NoError(t, os.WriteFile(old, []byte("old\n"), 0o600))
		require.NoError(t, os.Chtimes(old, time.Time{}, time.Unix(int64(i), 0)))
	}
	s := &Files{options: Options{Fresh: true, Keep: 4, Flows: 20_000}, newSink: newLines, now: time.Now}
	if name == "a.bin" {
		s.options.Packed, s.newSink = true, newFooted
	}
	var err error
	s.names, err = newNames(filepath.Join(dir, name), s.options)
	require.NoError(t, err)
	s.names.disk = f.disk()
	lost := uint64(0)
	do := func(err error) {
		if err != nil {
			require.ErrorIs(t, err, f.err, what)
			lost += s.Abandon(err)
		}
	}
	do(s.begin())
	const rows = 30_000
	for range rows {
		do(s.Write(nil))
	}
	do(s.Flush())
	do(s.Rotate())
	names, err := filepath.Glob(filepath.Join(dir, "[^.]*")) // what a fault keeps from being removed has a temporary name
	require.NoError(t, err)
	require.LessOrEqual(t, len(names), 4+1, what)
	have, old := 0, 0
	for _, path := range names {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		if string(text) == "old\n" {
			old++
			continue
		}
		if name == "a.bin" {
			n := strings.Count(string(text), "row\n")
			require.Equal(t, "head\n"+strings.Repeat("row\n", n)+"foot\n", string(text), what)
			have += n
			continue
		}
		n := rowsOf(t, path, f.undo)
		if !f.undo && f.many == 1 {
			require.Positive(t, n, "%s: %s has no rows", what, path)
		}
		have += n
	}
	require.GreaterOrEqual(t, old, 2, what)
	require.Equal(t, rows, int(s.Written()+lost), what)
	if !f.undo { // half a member of lost rows may remain
		require.Equal(t, have, int(s.Written()), what)
	}
}
