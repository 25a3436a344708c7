package rules

import (
	"errors"
	"fmt"
	"io/fs"
)

// Error is a mistake in a file of rules.
type Error struct {
	File string
	Line int // from 1; 0 for the whole file
	Err  error
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.File, e.Err)
	}
	return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// maxShown is the maximum number of mistakes that an error lists.
const maxShown = 10

// mistakes collects errors.
type mistakes struct {
	shown []error
	more  int
}

func (m *mistakes) add(file string, line int, err error) {
	if len(m.shown) == maxShown {
		m.more++
		return
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	m.shown = append(m.shown, &Error{file, line, err})
}

// err joins the errors, nil if there are none.
func (m *mistakes) err() error {
	all := m.shown
	if m.more > 0 {
		all = append(all[:len(all):len(all)], fmt.Errorf("and %d more mistakes", m.more))
	}
	return errors.Join(all...)
}
