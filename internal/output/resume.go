package output

import (
	"bytes"
	"errors"
	"syscall"
)

// Abandon closes the current file after an error, and returns how many of the flows that came for it are not in it. One
// without rows is removed. One with rows is gone on with by the next flow, so that a disk which stays full for long
// leaves no series of short files in the place of those that were kept.
func (f *Files) Abandon(cause error) (lost uint64) {
	if f.file == nil {
		lost, f.late = f.late, 0
		return lost
	}
	f.rest = nil
	rows := f.before + f.taken()
	if f.taken() > 0 || full(cause) {
		if info, err := f.file.Stat(); err == nil && info.Mode().IsRegular() {
			f.rest = &partial{f.file.Name(), info, f.size, rows, f.next}
		}
	}
	if rows == 0 {
		f.rest = nil
		_ = f.discard() // there is an error already
	} else {
		_ = f.end() // likewise
	}
	lost, f.late = f.late, 0
	return lost
}

// full reports whether an error says that there is no room, which another file has not either.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// resume goes on with the file that an error has cut short, if its date is not over, and reports whether it does.
func (f *Files) resume() bool {
	rest := f.rest
	f.rest = nil
	if rest == nil || f.names.every > 0 && !f.now().Before(rest.next) {
		return false
	}
	var header bytes.Buffer
	if f.newSink(&header).Flush() != nil {
		return false
	}
	file, err := rest.open(&f.names.disk)
	if err != nil {
		return false
	}
	f.size, f.before, f.next = rest.size, rest.rows, rest.next
	f.enter(file, header.Len())
	return true
}
