package source

import (
	"fmt"
	"strings"
	"unicode"
)

// constant returns the Go identifier in the table, or the one derived from the name.
func constant(name, given string) string {
	if given != none {
		return given
	}
	return identifier(name)
}

// identifier joins the words of a name, each with a capital: IP_in_IP is IPInIP.
func identifier(name string) string {
	var b strings.Builder
	separates := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for _, word := range strings.FieldsFunc(name, separates) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// nameSet checks names and identifiers.
type nameSet struct{ names, constants map[string]bool }

// add returns an error for names that are empty, not printable ASCII or differ only in case, and for identifiers that
// are taken or do not begin with a capital letter. The table must then have another one.
func (s *nameSet) add(name, constant string) error {
	if s.names == nil {
		s.names, s.constants = map[string]bool{}, map[string]bool{}
	}
	folded := strings.ToLower(name)
	switch {
	case name == "" || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r > '~' }):
		return fmt.Errorf("%q is not a name", name)
	case s.names[folded]:
		return fmt.Errorf("the name %q is taken", name)
	case constant == "" || constant[0] < 'A' || constant[0] > 'Z':
		return fmt.Errorf("%q needs a constant other than %q", name, constant)
	case s.constants[constant]:
		return fmt.Errorf("the constant %s of %q is taken", constant, name)
	}
	s.names[folded], s.constants[constant] = true, true
	return nil
}
