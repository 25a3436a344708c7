package rules

import (
	"errors"
	"fmt"
	"io/fs"
)

// Error says what is wrong with a file of rules, or with a line of it.
type Error struct {
	File string
	Line int // from 1; 0 where the whole file is meant
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

// maxShown is how many mistakes an error lists.
const maxShown = 10

// mistakes gathers what is wrong.
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

// err joins what is wrong, nil where nothing is.
func (m *mistakes) err() error {
	all := m.shown
	if m.more > 0 {
		all = append(all[:len(all):len(all)], fmt.Errorf("and %d more mistakes", m.more))
	}
	return errors.Join(all...)
}
