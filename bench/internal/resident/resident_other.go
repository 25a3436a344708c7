//go:build !unix

package resident

import "os"

// Peak is not told by this system.
func Peak(*os.ProcessState) int64 { return 0 }

// OwnPeak is not told by this system.
func OwnPeak() int64 { return 0 }
