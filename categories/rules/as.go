package rules

import "net/netip"

// AS is an autonomous system.
type AS struct {
	Number uint32
	Name   string // name of the operator
}

// AS returns the autonomous system of an address, from the last database that contains it. It allocates only if the
// system is not in the cache of recent ones.
func (s *Set) AS(a netip.Addr) (AS, bool) {
	if s == nil {
		return AS{}, false
	}
	for i := len(s.systems) - 1; i >= 0; i-- {
		if as := s.systems[i].lookUp(a.Unmap()); as.Number != 0 {
			return as, true
		}
	}
	return AS{}, false
}

// HasAS reports whether there is a database of AS numbers.
func (s *Set) HasAS() bool { return s != nil && len(s.systems) > 0 }
