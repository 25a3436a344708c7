package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// The exit statuses.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
	exitPipe    = 128 + 13 // what a shell shows of a process that died of SIGPIPE
)

// failure is the error of a command that could begin. Any other error is about the command line.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// report tells a user of an error and returns the exit status. A closed pipe is not worth a word.
func report(stderr io.Writer, err error) int {
	switch {
	case err == nil:
		return exitOK
	case closedPipe(err):
		return exitPipe
	}
	for _, m := range messages(err) {
		fmt.Fprintln(stderr, "nfstream:", m)
	}
	if errors.As(err, new(failure)) && !errors.Is(err, nfstream.ErrConfig) {
		return exitFailure
	}
	return exitUsage
}

// messages returns what is to be said of an error, with flags in place of the parameters that they set.
func messages(err error) (all []string) {
	var parameter *nfstream.ParameterError
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			all = append(all, messages(e)...)
		}
		return all
	}
	if f, ok := err.(failure); ok {
		return messages(f.error)
	}
	if errors.As(err, &parameter) {
		return []string{flagNames(parameter.Parameter + " " + parameter.Reason)}
	}
	return []string{strings.TrimPrefix(err.Error(), "nfstream: ")}
}

// flagError words a mistake in a flag like one in a parameter.
func flagError(cmd *cmdline.Command, err error) error {
	var value *cmdline.ValueError
	if errors.As(err, &value) {
		return fmt.Errorf("--%s is %q: %w", value.Flag.Name, value.Value, value.Err)
	}
	return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
}
