package filter

import (
	"sync"

	"github.com/nfstream/nfstream-go/packet"
)

// Set is an expression for streams whose frames have several link types: its program for each of them is compiled when
// it is asked for. It may be used by several goroutines at once.
type Set struct {
	expression string
	root       node
	settings   settings

	mu       sync.Mutex
	programs map[packet.LinkType]compiled
}

type compiled struct {
	program *Program
	err     error
}

// NewSet reads an expression. Errors are a *SyntaxError.
func NewSet(expression string, options ...Option) (*Set, error) {
	root, err := parse(expression)
	if err != nil {
		return nil, err
	}
	s := &Set{expression: expression, root: root, programs: map[packet.LinkType]compiled{}}
	for _, o := range options {
		o(&s.settings)
	}
	return s, nil
}

// For returns the program for a link type, or the error, a *SyntaxError, that says why there is none. It returns the
// same again when asked again.
func (s *Set) For(link packet.LinkType) (*Program, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.programs[link]
	if !ok {
		c.program, c.err = compile(s.expression, s.root, link, s.settings)
		s.programs[link] = c
	}
	return c.program, c.err
}

// Expression returns what NewSet was given.
func (s *Set) Expression() string { return s.expression }
