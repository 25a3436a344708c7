//go:build unix

package cli

import (
	"errors"
	"os/signal"
	"syscall"
)

func ignoreClosedPipes() { signal.Ignore(syscall.SIGPIPE) }

// closedPipe reports whether writing failed because the pipe has no reader.
func closedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
