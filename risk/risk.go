// Package risk names what may be wrong with a flow: 56 risks, each with a severity and scores, as nDPI 5.0 numbers them.
//
// A program reads the risks of a flow by Flow.Risks, or by the columns of the group risks. Options says which risks are
// looked for.
package risk

import (
	"math/bits"
	"strings"
)

// ID identifies a risk. 0 is none.
type ID uint8

// Last is the largest ID.
const Last = ObfuscatedTraffic

// Name returns the name of the risk, such as "Susp Entropy", and an empty text for an ID that is none.
func (id ID) Name() string {
	if id == 0 || id > Last {
		return ""
	}
	return names[ends[id-1] : ends[id]-1]
}

// ends are where names end, with the line feed that follows.
var ends = func() (ends [Last + 1]uint16) {
	id := ID(1)
	for i := range len(names) {
		if names[i] == '\n' {
			ends[id] = uint16(i + 1)
			id++
		}
	}
	ends[Last] = uint16(len(names) + 1)
	return ends
}()

// Key returns the name as options write it: in lower case, with one underscore for what is no letter or digit, such as
// susp_entropy.
func (id ID) Key() string { return keyOf(id.Name()) }

func keyOf(name string) string {
	key := make([]byte, 0, len(name))
	for i := range len(name) {
		c := name[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case len(key) > 0 && key[len(key)-1] != '_':
			c = '_'
		default:
			continue
		}
		key = append(key, c)
	}
	return strings.TrimSuffix(string(key), "_")
}

// Parse returns the risk of a name or a key, or of some words of a key, or parts of words, in their order, that no
// other risk has, such as numeric_host. It is 0 if there is none, or if several are meant.
func Parse(name string) (found ID) {
	key, several := keyOf(name), false
	for id := ID(1); key != "" && id <= Last; id++ {
		own := id.Key()
		if own == key {
			return id
		}
		if holds(own, key) {
			several = several || found != 0
			found = id
		}
	}
	if several {
		return 0
	}
	return found
}

// holds reports whether a key holds parts in their order.
func holds(key, parts string) bool {
	for part := range strings.SplitSeq(parts, "_") {
		at := strings.Index(key, part)
		if at < 0 {
			return false
		}
		key = key[at+len(part):]
	}
	return true
}

// Severity says how bad a risk is. 0 is none.
type Severity uint8

// The severities.
const (
	Low Severity = 1 + iota
	Medium
	High
	Severe
)

const severities = "Low    Medium High   Severe "

// String returns the name of the severity, empty for none.
func (s Severity) String() string {
	if s == 0 || s > Severe {
		return ""
	}
	return strings.TrimRight(severities[7*(s-1):7*s], " ")
}

// ParseSeverity returns the severity of a name in letters of any case, 0 if there is none.
func ParseSeverity(name string) Severity {
	for s := Low; s <= Severe; s++ {
		if strings.EqualFold(s.String(), name) {
			return s
		}
	}
	return 0
}

// Severity returns how bad the risk is.
func (id ID) Severity() Severity {
	if id == 0 || id > Last {
		return 0
	}
	return Severity((weights[id-1]-'a')/3&3) + 1
}

// scores are those of the severities.
var scores = [...]uint8{0, 10, 50, 100, 150}

// Score returns what the risk adds to the score of a flow.
func (id ID) Score() int { return int(scores[id.Severity()]) }

// ClientScore returns the part of Score that is the client's, ServerScore that of the server.
func (id ID) ClientScore() int {
	if id == 0 || id > Last {
		return 0
	}
	tenths := [...]int{1, 5, 9}[(weights[id-1]-'a')%3]
	return id.Score() * tenths / 10
}

// ServerScore returns the part of Score that is the server's.
func (id ID) ServerScore() int { return id.Score() - id.ClientScore() }

// Set is a set of risks.
type Set uint64

// All is the set of all risks.
const All Set = 1<<(Last+1) - 2

// Of returns the set of some risks.
func Of(ids ...ID) (s Set) {
	for _, id := range ids {
		s |= 1 << id
	}
	return s
}

// Has reports whether a risk is in the set.
func (s Set) Has(id ID) bool { return s>>id&1 != 0 }

// Len returns the number of risks in the set.
func (s Set) Len() int { return bits.OnesCount64(uint64(s)) }
