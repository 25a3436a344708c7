//go:build !windows

package top

import "os"

// showSequences does nothing: terminals of this system support control sequences.
func showSequences(*os.File) {}
