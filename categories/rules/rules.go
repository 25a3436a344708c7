// Package rules reads custom rules, which assign applications and categories to hosts, addresses, ports, protocols
// and fingerprints. Load compiles files to a Set; methods of Set return the Match of a value.
//
// Rules have several formats, see Format: nfstream's own and widespread ones. A Set is compiled from any number of
// files and is immutable. docs/rules.md describes the formats and the precedence of rules.
package rules

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/risk"
)

// Limits of files and rules. Exceeding one is an error.
const (
	MaxFile     = 256 << 20 // bytes of a file
	MaxLine     = 1 << 20   // bytes of a line of text
	MaxRules    = 1 << 22   // rules of a Set
	MaxIncludes = 1 << 10   // included files of a Set
)

// Set is a compiled set of rules. It is read-only and safe for concurrent use. A zero or nil Set has no rules.
type Set struct {
	rules        []rule // [0] is unused
	claims       []claim
	files        []string
	skipped      int
	hosts        hosts
	networks     networks
	ports        ports
	protocols    map[categories.ID]entry
	fingerprints [numFingerprints]map[string]entry
	systems      []*systems
	exempt       []risk.Exemption
	riskyAS      map[uint32]bool
	printNames   map[string]string
}

// Match is the result of a query. It is zero if no rule matches.
type Match struct {
	App      categories.ID       // 0 if the rules set only a category
	Category categories.Category // overrides the category of the application, 0 for none
	Bits     int                 // length of the longest matching prefix, for Network
	by       entry
}

// Found reports whether a rule matches.
func (m Match) Found() bool { return m.by != entry{} }

// Len returns the number of rules.
func (s *Set) Len() int {
	if s == nil || len(s.rules) == 0 {
		return 0
	}
	return len(s.rules) - 1
}

// Skipped returns the number of unsupported directives in the files: masks of all risks, trusted issuers,
// packet filters, keywords and regular expressions.
func (s *Set) Skipped() int {
	if s == nil {
		return 0
	}
	return s.skipped
}

// Origin is the position of a rule.
type Origin struct {
	File string
	Line int    // from 1, 0 if the format has no lines
	Kind string // such as "host", "network" or "port"
	Text string // the host, network and so on, as written
}

// Origins returns the rules of a match: the one that sets the application and the one that sets only a category, if
// any.
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

// kind is the kind of a rule.
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

// rule is one rule and its position.
type rule struct {
	text  string
	claim uint32
	line  uint32
	file  uint16
	kind  kind
}

// claim is the application and category that a rule assigns.
type claim struct {
	app      categories.ID
	category categories.Category
}

// entry holds the indexes of the rules for one key: the one that sets an application, and the one that sets only a
// category. 0 is none.
type entry struct{ app, category uint32 }

// match returns the Match of an entry.
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
