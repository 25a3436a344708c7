package nfstream

import (
	"errors"

	"github.com/nfstream/nfstream-go/capture"
)

// Sentinels that errors of this package wrap, beside ErrConfig.
var (
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
