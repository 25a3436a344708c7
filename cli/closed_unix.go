//go:build unix

package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

var errClosed = errors.New("standard output is closed: want a place for the rows")

// checkOpen refuses a standard output that was closed when the process began. Go's runtime has opened the null device in
// its place, for reading and writing and for that descriptor alone. Whoever is no shell may have given the process just
// that, and means it.
func checkOpen(w io.Writer) error {
	file, ok := w.(*os.File)
	if !ok {
		return nil
	}
	fd := file.Fd()
	flags, err := unix.FcntlInt(fd, unix.F_GETFL, 0)
	if err != nil {
		return errClosed
	}
	if fd == uintptr(unix.Stdout) && flags&unix.O_ACCMODE == unix.O_RDWR && isNull(file) && !shared(fd, flags) && byShell() {
		return errClosed
	}
	return nil
}

func isNull(file *os.File) bool {
	null, err := os.Stat(os.DevNull)
	if err != nil {
		return false
	}
	info, err := file.Stat()
	return err == nil && os.SameFile(null, info)
}

// shared reports whether standard input or standard error are the same description as a descriptor, as those are of a
// process that a daemon has begun: a flag that is set for the one shows at the others.
func shared(fd uintptr, flags int) bool {
	if _, err := unix.FcntlInt(fd, unix.F_SETFL, flags^unix.O_APPEND); err != nil {
		return false
	}
	defer unix.FcntlInt(fd, unix.F_SETFL, flags)
	for _, other := range []uintptr{uintptr(unix.Stdin), uintptr(unix.Stderr)} {
		if now, err := unix.FcntlInt(other, unix.F_GETFL, 0); err == nil && now&unix.O_APPEND != flags&unix.O_APPEND {
			return true
		}
	}
	return false
}

// byShell reports whether a shell has begun the process: it says so in the environment, or is the parent.
func byShell() bool {
	program, err := os.Executable()
	if last := os.Getenv("_"); err == nil && last != "" {
		a, e := os.Stat(last)
		b, f := os.Stat(program)
		if e == nil && f == nil && os.SameFile(a, b) {
			return true
		}
	}
	name, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(os.Getppid()), "comm"))
	if err != nil {
		return false
	}
	switch strings.TrimSpace(string(name)) {
	case "sh", "bash", "dash", "ash", "busybox", "zsh", "ksh", "ksh93", "mksh", "fish", "tcsh", "csh":
		return true
	}
	return false
}
