// Package rules reads the rules of a user, which say what is which application or of which category, and answers by
// them.
//
// Rules come from files of several formats, see Format: the project's own, and those that people have already. A Set
// is compiled from any number of files, and does not change from then on; docs/rules.md says how to write rules and
// which one wins.
package rules

import (
	"github.com/nfstream/nfstream-go/categories"
)

// Limits on what is read. What exceeds one is refused.
const (
	MaxFile     = 256 << 20 // bytes of a file
	MaxLine     = 1 << 20   // bytes of a line of text
	MaxRules    = 1 << 22   // of a Set
	MaxIncludes = 1 << 10   // files that others include, of a Set
)

// Set is rules, compiled. It is read-only, and may be used by several goroutines at once. The zero Set has no rules,
// and so has a nil one.
type Set struct {
	rules        []rule // [0] is none
	claims       []claim
	files        []string
	skipped      int
	hosts        hosts
	networks     networks
	ports        ports
	protocols    map[categories.ID]entry
	fingerprints [numFingerprints]map[string]entry
	systems      []*systems
}

// Match is what rules say. The zero Match is that none says anything.
type Match struct {
	App      categories.ID       // 0 where the rules tell a category alone
	Category categories.Category // in place of the application's own, 0 for that
	Bits     int                 // of the longest prefix that the address is in, for a match by Network
	by       entry
}

// Found reports whether there is a rule.
func (m Match) Found() bool { return m.by != entry{} }

// Len returns the number of rules.
func (s *Set) Len() int {
	if s == nil || len(s.rules) == 0 {
		return 0
	}
	return len(s.rules) - 1
}

// Skipped returns how many directives of the files have no meaning here: exceptions from risks, trusted issuers, packet
// filters, keywords and regular expressions.
func (s *Set) Skipped() int {
	if s == nil {
		return 0
	}
	return s.skipped
}

// Origin says where a rule stands.
type Origin struct {
	File string
	Line int    // from 1, 0 where the format has no lines
	Kind string // such as "host", "network" or "port"
	Text string // the host, network and so on as it is written there
}

// Origins returns the rules that a match of this Set is by: one that names the application, and one that gives a
// category alone, whichever there are.
func (s *Set) Origins(m Match) []Origin {
	var all []Origin
	for _, i := range [2]uint32{m.by.app, m.by.category} {
		if i != 0 {
			r := &s.rules[i]
			all = append(all, Origin{s.files[r.file], int(r.line), kindNames[r.kind], r.text})
		}
	}
	return all
}

// kind says what a rule is about.
type kind uint8

const (
	kindHost kind = iota
	kindNetwork
	kindPort
	kindProtocol
	kindJA3
	kindJA4
	kindCertificate
)

var kindNames = [...]string{"host", "network", "port", "protocol", "ja3", "ja4", "certificate"}

// rule is one rule, and where it stands.
type rule struct {
	text  string
	claim uint32
	line  uint32
	file  uint16
	kind  kind
}

// claim is what a rule says that something is.
type claim struct {
	app      categories.ID
	category categories.Category
}

// entry holds the rules for one thing, by their places: the one that names an application, and the one that gives a
// category alone. 0 is none.
type entry struct{ app, category uint32 }

// match is what an entry says.
func (s *Set) match(e entry) Match {
	m := Match{by: e}
	if e.app != 0 {
		c := s.claims[s.rules[e.app].claim]
		m.App, m.Category = c.app, c.category
	}
	if e.category != 0 {
		m.Category = s.claims[s.rules[e.category].claim].category
	}
	return m
}
