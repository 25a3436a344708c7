//go:build !unix && !windows

package cli

func ignoreClosedPipes() {}

// closedPipe reports whether writing failed because the pipe has no reader. This system does not show it.
func closedPipe(error) bool { return false }
