//go:build !unix || solaris || aix

package kafka

import (
	"io"
	"os"
)

// lockFile opens a file. There is no lock on this system.
func lockFile(path string) (io.Closer, error) { return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) }

// syncFolder does nothing: this system does not sync folders.
func syncFolder(string) error { return nil }
