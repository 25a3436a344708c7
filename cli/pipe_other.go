//go:build !unix && !windows

package cli

func ignoreClosedPipes() {}

// closedPipe reports whether writing failed because nobody reads any more, which cannot be told here.
func closedPipe(error) bool { return false }
