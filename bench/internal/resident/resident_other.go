//go:build !unix

package resident

import "os"

// Peak returns 0: this system does not report it.
func Peak(*os.ProcessState) int64 { return 0 }

// OwnPeak returns 0: this system does not report it.
func OwnPeak() int64 { return 0 }
