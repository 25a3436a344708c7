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

var errClosed = errors.New("standard output is closed: rows need a destination")

// checkOpen returns an error if standard output was closed when the process started. Go's runtime has then opened the
// null device for that descriptor, for reading and writing. A parent other than a shell may have passed exactly that
// on purpose.
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

// shared reports whether standard input or standard error have the same open file description as a descriptor, as for
// a process that a daemon has started. A flag set on one is then visible on the others.
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

// byShell reports whether a shell has started the process, by the environment or by the parent.
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
