//go:build !unix

package cli

// onHangup does nothing: this system has no SIGHUP.
func onHangup(func()) (stop func()) { return func() {} }
