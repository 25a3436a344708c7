//go:build !unix

package cli

import "os"

// dieOf ends the process immediately.
func dieOf(os.Signal) { os.Exit(exitFailure) }
