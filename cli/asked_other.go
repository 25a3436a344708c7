//go:build !unix

package cli

import "os"

// notifyAsked does nothing: this system has no such signal.
func notifyAsked(chan os.Signal) (forget func()) { return func() {} }
