//go:build !linux

package capture

import "os"

func openStdin() *os.File { return os.Stdin }
