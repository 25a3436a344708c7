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
	exitPipe    = 128 + 13 // the status in a shell of a process that SIGPIPE ended
)

// failure is the error of a command that could start. Any other error is about the arguments.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// report prints an error and returns the exit status. It prints nothing for a closed pipe.
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

// messages returns the messages of an error, with flags in place of the parameters that they set.
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

// flagError formats a mistake in a flag like one in a parameter.
func flagError(cmd *cmdline.Command, err error) error {
	var value *cmdline.ValueError
	if errors.As(err, &value) {
		return fmt.Errorf("--%s is %q: %w", value.Flag.Name, value.Value, value.Err)
	}
	var unknown *cmdline.UnknownError
	if errors.As(err, &unknown) {
		if hint := flagHint(cmd, unknown.Flag); hint != "" {
			return fmt.Errorf("unknown flag %s: %s; see %s --help", unknown.Flag, hint, cmd.CommandPath())
		}
		return fmt.Errorf("unknown flag %s; see %s --help", unknown.Flag, cmd.CommandPath())
	}
	return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
}
