package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// interruptible returns a context that the first SIGINT or SIGTERM ends. A second one ends the process. Meanwhile a
// write to a closed pipe is an error like others, rather than the end of the process.
func interruptible() (context.Context, context.CancelFunc) {
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// closedPipe reports whether writing failed because nobody reads any more.
func closedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
