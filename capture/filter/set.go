package filter

import (
	"sync"

	"github.com/nfstream/nfstream-go/packet"
)

// Set compiles an expression for several link types, each on first use. It is safe for concurrent use.
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

// NewSet parses an expression. Errors are of type *SyntaxError.
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

// For returns the program for a link type, or a *SyntaxError. Later calls return the same values.
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

// Expression returns the expression.
func (s *Set) Expression() string { return s.expression }
