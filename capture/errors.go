package capture

import (
	"errors"
	"fmt"
)

var (
	// ErrFormat is wrapped by errors about input that has no known capture format, or is malformed.
	ErrFormat = errors.New("not a well-formed capture")
	// ErrTruncated is wrapped by errors about a capture that ends inside a header, a packet record or a block. All
	// frames before that position have been delivered.
	ErrTruncated = errors.New("capture cut short")

	// errMagic is the ErrFormat of input that does not begin like a known format.
	errMagic = fmt.Errorf("%w", ErrFormat)
)

// ReadError is the position and the cause of a read error. Err wraps ErrFormat or ErrTruncated, or is the error of
// the underlying reader.
type ReadError struct {
	Name   string // the file, empty for a reader
	Offset int64  // position of the failed record in bytes, after decompression
	Err    error
}

func (e *ReadError) Error() string {
	switch none := (*notCapture)(nil); {
	case errors.As(e.Err, &none) && e.Name == "":
		return none.Error()
	case errors.As(e.Err, &none) && e.Name == standardInput:
		return "standard input is " + none.Error()
	case errors.As(e.Err, &none):
		return e.Name + " is " + none.Error()
	case e.Name == "":
		return fmt.Sprintf("byte %d: %v", e.Offset, e.Err)
	}
	return fmt.Sprintf("%s: byte %d: %v", e.Name, e.Offset, e.Err)
}

func (e *ReadError) Unwrap() error { return e.Err }

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrFormat, fmt.Sprintf(format, args...))
}

func cutShort(have, need int, what string) error {
	return fmt.Errorf("%w: %d of %d bytes of %s", ErrTruncated, have, need, what)
}
