// Package output puts rows into files: one, standard output, or a series of numbered ones.
package output

import "io"

// File writes rows to an operating system's file. It is a rows.Unwriter, so that a regular file never keeps half a row.
type File struct{ handle }

// Unwrite takes back the last n bytes written, where the file is a regular one.
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
