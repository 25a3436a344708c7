// Package output writes rows to a file, to standard output, or to a series of files.
package output

import "io"

// File writes rows to an os.File. It is a rows.Unwriter, so that a regular file never contains half a row.
type File struct{ handle }

// Unwrite removes the last n bytes if the file is a regular one.
func (f File) Unwrite(n int) error {
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	end, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if err = f.Truncate(end - int64(n)); err != nil {
		return err
	}
	_, err = f.Seek(end-int64(n), io.SeekStart)
	return err
}
