package nfstream

import (
	"errors"
	"fmt"

	"github.com/nfstream/nfstream-go/capture"
)

// Sentinels that errors of this package wrap.
var (
	// ErrConfig is what every *ParameterError wraps.
	ErrConfig = errors.New("nfstream: bad parameter")
	// ErrSource says that a source is neither a capture, nor a folder of captures, nor an interface.
	ErrSource = errors.New("nfstream: no such source")
	// ErrUsed says that a Streamer has been run before.
	ErrUsed = errors.New("nfstream: the stream has been used")
	// ErrNoRules says that a Streamer was opened without rules, so that there are none to change.
	ErrNoRules = errors.New("nfstream: the stream was opened without rules")
	// ErrFormat says that a source is not a capture of a known format.
	ErrFormat = capture.ErrFormat
	// ErrTruncated says that a capture is cut short. The flows read so far come before it.
	ErrTruncated = capture.ErrTruncated
)

// ParameterError says which parameter is invalid, and what would be valid.
type ParameterError struct {
	Parameter string // a field of Config
	Reason    string // such as "is -1s: want a time of at least 0"
	Least     int    // of Memory: the least that is enough; otherwise 0
}

func (e *ParameterError) Error() string {
	return ErrConfig.Error() + ": " + e.Parameter + " " + e.Reason
}

// Unwrap returns ErrConfig.
func (e *ParameterError) Unwrap() error { return ErrConfig }

func refuse(parameter, format string, args ...any) error {
	return &ParameterError{Parameter: parameter, Reason: fmt.Sprintf(format, args...)}
}
