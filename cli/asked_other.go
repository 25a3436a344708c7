//go:build !unix

package cli

import "os"

// notifyAsked does nothing, as there is no signal to ask by.
func notifyAsked(chan os.Signal) (forget func()) { return func() {} }
