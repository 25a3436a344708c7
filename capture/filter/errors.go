package filter

import (
	"errors"
	"fmt"

	"github.com/nfstream/nfstream-go/packet"
)

// ErrLink is wrapped by the SyntaxError of a valid expression that asks for data that frames of the link type do not
// have.
var ErrLink = errors.New("not available for the link type")

// SyntaxError is a mistake in an expression and its position.
type SyntaxError struct {
	Expression string
	Column     int // first byte of the mistake, in bytes from 1
	Reason     string
	Err        error // ErrLink or nil
}

// maxShown is the maximum number of bytes around the column that an error quotes.
const maxShown = 120

func (e *SyntaxError) Error() string {
	text := e.Expression
	from := max(0, min(e.Column-1-maxShown/2, len(text)-maxShown))
	if len(text) > maxShown {
		text = text[from:min(from+maxShown, len(text))]
	}
	return fmt.Sprintf("filter %q: column %d: %s", text, e.Column, e.Reason)
}

func (e *SyntaxError) Unwrap() error { return e.Err }

// fault is the panic value for an invalid expression. Compile recovers it. Mistakes are found deep in recursion, and
// all are handled alike.
type fault struct {
	pos    int
	reason string
	err    error
}

//go:noinline
func fail(pos int, format string, args ...any) {
	panic(&fault{pos: pos, reason: fmt.Sprintf(format, args...)})
}

// failLink reports that frames of a link type lack the requested data.
func failLink(pos int, link packet.LinkType, format string, args ...any) {
	reason := fmt.Sprintf(format, args...)
	panic(&fault{pos, fmt.Sprintf("%s: link type %s", reason, linkName(link)), ErrLink})
}

// caught converts a fault to an error.
func caught(expression string, err *error) {
	switch f := recover().(type) {
	case nil:
	case *fault:
		*err = &SyntaxError{expression, f.pos + 1, f.reason, f.err}
	default:
		panic(f)
	}
}
