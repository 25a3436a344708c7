//go:build !unix

package cli

import (
	"errors"
	"io"
	"os"
)

// checkOpen refuses a standard output that is closed.
func checkOpen(w io.Writer) error {
	file, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if _, err := file.Stat(); err != nil {
		return errors.New("standard output is closed: want a place for the rows")
	}
	return nil
}
