//go:build !unix

package main

// onHangup does nothing, as there are no hang-ups.
func onHangup(func()) (stop func()) { return func() {} }
