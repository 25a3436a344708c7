package output

import (
	"bytes"
	"errors"
	"syscall"
)

// Abandon closes the current file after an error and returns the number of its flows that are not in it. A file
// without rows is removed. The next flow continues a file with rows, so that a disk that is full for a long time does
// not replace kept files by a series of short ones.
func (f *Files) Abandon(cause error) (lost uint64) {
	if f.file == nil {
		lost, f.late = f.late, 0
		return lost
	}
	f.rest = nil
	rows := f.before + f.taken()
	if !f.options.Packed && (f.taken() > 0 || full(cause)) {
		if info, err := f.file.Stat(); err == nil && info.Mode().IsRegular() {
			f.rest = &partial{f.file.Name(), info, f.size, rows, f.next}
		}
	}
	if rows == 0 {
		f.rest = nil
		_ = f.discard() // the first error is returned
	} else {
		_ = f.end() // likewise
	}
	lost, f.late = f.late, 0
	return lost
}

// full reports whether an error means that the disk is full, also for another file.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// resume continues the file after a write error if its date is not over, and reports whether it does.
func (f *Files) resume() bool {
	rest := f.rest
	f.rest = nil
	if rest == nil || f.names.every > 0 && !f.clock().Before(rest.next) {
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
