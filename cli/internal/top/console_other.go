//go:build !windows

package top

import "os"

// showSequences has nothing to do, as terminals take control sequences.
func showSequences(*os.File) {}
