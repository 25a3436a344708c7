package filter

import (
	"errors"
	"fmt"

	"github.com/nfstream/nfstream-go/packet"
)

// ErrLink is wrapped by the SyntaxError of an expression that is well formed, but asks for what frames of the link type
// cannot tell.
var ErrLink = errors.New("the link type cannot tell")

// SyntaxError says what is wrong with an expression, and where.
type SyntaxError struct {
	Expression string
	Column     int // of the first byte at fault, counted in bytes from 1
	Reason     string
	Err        error // ErrLink or nil
}

// maxShown is how many bytes of an expression an error repeats, around the column.
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

// fault is thrown where an expression is found wrong; Compile recovers it. An expression has many places where it can
// be wrong, deep in recursion, and only one thing to do about it.
type fault struct {
	pos    int
	reason string
	err    error
}

//go:noinline
func fail(pos int, format string, args ...any) {
	panic(&fault{pos: pos, reason: fmt.Sprintf(format, args...)})
}

// failLink says that frames of a link type cannot tell what is asked for.
func failLink(pos int, link packet.LinkType, format string, args ...any) {
	reason := fmt.Sprintf(format, args...)
	panic(&fault{pos, fmt.Sprintf("%s: link type %s", reason, linkName(link)), ErrLink})
}

// caught turns a fault into the error that it means.
func caught(expression string, err *error) {
	switch f := recover().(type) {
	case nil:
	case *fault:
		*err = &SyntaxError{expression, f.pos + 1, f.reason, f.err}
	default:
		panic(f)
	}
}
