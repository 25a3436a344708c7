package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A packed file has a temporary name in its folder until it is whole, since it cannot be read before: .NAME.tmp, which
// readers of datasets ignore for its first character. A run locks its temporary files, so that another one can tell them
// from those of a run that was killed.
const temporaryPrefix, temporarySuffix = ".", ".tmp"

func temporaryName(path string) string {
	dir, name := filepath.Split(path)
	return dir + temporaryPrefix + name + temporarySuffix
}

// temporaryOf returns the name that a temporary file will have.
func temporaryOf(name string) (whole string, ok bool) {
	if inner, ok := strings.CutPrefix(name, temporaryPrefix); ok {
		if inner, ok = strings.CutSuffix(inner, temporarySuffix); ok && inner != "" {
			return inner, true
		}
	}
	return name, false
}

// replaceable reports whether a new file can take the path of what is there: of nothing, or of a regular file.
func (n *names) replaceable(path string) bool {
	info, err := n.disk.lstat(path)
	return err != nil || info.Mode().IsRegular()
}

// openTemporary creates the temporary file of a path, which must not exist.
func (n *names) openTemporary(path string) (handle, error) {
	if n.fresh {
		if _, err := n.disk.lstat(path); err == nil {
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrExist}
		}
	}
	file, err := n.open(temporaryName(path), os.O_EXCL)
	if err != nil && !n.fresh && errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s is being written by another run: %w", path, err)
	}
	if err != nil {
		return nil, err
	}
	_ = lock(file) // where that is not possible, what a killed run leaves is reported and not removed
	return file, nil
}

// sweep removes the temporary files of runs that were killed. It reports each.
func (n *names) sweep() {
	var old []string
	err := n.walk(&n.disk, nil, func(f found, hidden bool) {
		if hidden {
			old = append(old, filepath.Join(n.dir, f.name))
		}
	})
	if err != nil && !isMissing(err) {
		n.warn(fmt.Errorf("cannot look for files that an earlier run left unfinished: %w", err))
	}
	for _, path := range old {
		file, err := n.disk.open(path, os.O_RDWR, 0)
		if err != nil {
			n.warn(fmt.Errorf("a file of another run remains: %w", err))
			continue
		}
		if err = lock(file); err == nil {
			err = n.removeOld(path)
		}
		_ = file.Close()
		switch {
		case err == nil:
			n.warn(fmt.Errorf("removed %s, which an earlier run left unfinished", path))
		case !errors.Is(err, errLocked):
			n.warn(fmt.Errorf("%s remains, which an earlier run may have left unfinished: %w", path, err))
		}
	}
}

func (n *names) warn(err error) {
	if n.options.Warn != nil {
		n.options.Warn(err)
	}
}

// publish gives a whole temporary file its path, for good: also after a loss of power. It returns the path if the file
// has it, whatever fails then.
func (n *names) publish(file handle, path string, now time.Time) (string, error) {
	if err := file.Sync(); err != nil {
		return "", err
	}
	if runtime.GOOS == "windows" { // it does not rename open files
		if err := file.Close(); err != nil {
			return "", err
		}
	}
	path, err := n.give(file.Name(), path, now)
	if path != "" {
		err = errors.Join(err, n.syncFolders(filepath.Dir(path)))
	}
	return path, err
}

// syncFolders makes the names in a folder durable, and those of the folders of the template that it is in.
func (n *names) syncFolders(dir string) error {
	err := n.disk.sync(dir)
	for range n.folders {
		dir = filepath.Dir(dir)
		err = errors.Join(err, n.disk.sync(dir))
	}
	return err
}

// give renames a temporary file. A fresh one gets the next number if another run has taken its path by now.
func (n *names) give(temporary, path string, now time.Time) (string, error) {
	if !n.fresh {
		return n.rename(temporary, path)
	}
	for {
		err := n.disk.link(temporary, path)
		switch {
		case err == nil:
			return path, n.remove(temporary)
		case !errors.Is(err, fs.ErrExist):
			// The file system has no hard links. Its runs are told apart by their temporary files alone.
			if _, err := n.disk.lstat(path); err != nil {
				return n.rename(temporary, path)
			}
		}
		if n.latest.number++; n.latest.number > maxNumber {
			return "", n.tooMany(now)
		}
		path = n.path(now, n.latest.number)
	}
}

func (n *names) rename(temporary, path string) (string, error) {
	if err := n.disk.rename(temporary, path); err != nil {
		return "", err
	}
	return path, nil
}
