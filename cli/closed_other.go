//go:build !unix

package cli

import (
	"errors"
	"io"
	"os"
)

// checkOpen returns an error if standard output is closed.
func checkOpen(w io.Writer) error {
	file, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if _, err := file.Stat(); err != nil {
		return errors.New("standard output is closed: rows need a destination")
	}
	return nil
}
