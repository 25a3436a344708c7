package cli

import (
	"errors"
	"syscall"
)

func ignoreClosedPipes() {}

const errorNoData = syscall.Errno(232) // ERROR_NO_DATA: the pipe is being closed

// closedPipe reports whether writing failed because the pipe has no reader.
func closedPipe(err error) bool {
	return errors.Is(err, syscall.ERROR_BROKEN_PIPE) || errors.Is(err, errorNoData)
}
