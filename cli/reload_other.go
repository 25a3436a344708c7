//go:build !unix

package cli

// onHangup does nothing, as there are no hang-ups.
func onHangup(func()) (stop func()) { return func() {} }
