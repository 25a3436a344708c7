package categories

import (
	"strings"

	"github.com/nfstream/nfstream-go/categories/internal/hosthash"
)

// hostRow is a host name of the catalogue: whose it is, if anyone's, and patterns of the label before it.
type hostRow struct {
	text     uint32 // where it begins in hostTexts
	hash     uint32
	id       ID
	length   uint8
	category Category
	patterns uint8 // how many
	first    uint16
}

// hostPattern is how a label before a hostRow begins and ends, in hostTexts one after the other.
type hostPattern struct {
	text          uint32
	id            ID
	before, after uint8
	category      Category
}

// ByHost returns the application that a host name belongs to, by the longest suffix of the catalogue that the name ends
// in, and Unknown where there is none. A suffix begins where a label does: notfacebook.com is not within facebook.com.
// The category is the one that the catalogue gives these hosts in place of the application's own, or to hosts of no
// application, and CategoryUnspecified where it gives none.
//
// The name is as it is on the wire, with A-labels for names that are not of ASCII, in any case, and without a port; see
// ToASCII for others. One dot at its end is ignored. Names may be hostile: ByHost looks at no more than their last
// hundred bytes or so, and it does not allocate.
func ByHost(host string) (ID, Category) {
	switch a := lookUpHost(host); {
	case a.pattern != nil:
		return a.pattern.id, a.pattern.category
	case a.row != nil:
		return a.row.id, a.row.category
	}
	return Unknown, CategoryUnspecified
}

// HostRule returns the host of the catalogue by which ByHost knows a name, written as the catalogue has it:
// facebook.com for that name and all below it, =signal.org for that name alone, fbcdn-*.akamaihd.net for a pattern.
func HostRule(host string) (rule string, ok bool) {
	a := lookUpHost(host)
	if a.row == nil {
		return "", false
	}
	name := a.row.name()
	switch {
	case a.pattern != nil:
		before, after := a.pattern.label()
		name = before + "*" + after + "." + name
	case a.whole:
		name = "=" + name
	}
	return name, true
}

// hostAnswer is by what a name is known: a row, or one of its patterns.
type hostAnswer struct {
	row     *hostRow
	pattern *hostPattern
	whole   bool // the row is of that name alone
}

func lookUpHost(host string) (found hostAnswer) {
	if n := len(host); n > 0 && host[n-1] == '.' {
		host = host[:n-1]
	}
	hash := hosthash.Basis
	first := max(0, len(host)-longestHost-1)
	dots := 0 // there is no row without a dot
	for i := len(host) - 1; i >= first; i-- {
		if host[i] == '.' {
			if dots++; dots > 1 {
				if r := rowOfHost(host[i+1:], hash); r != nil {
					found.take(r, host[:i])
				}
			}
		}
		hash = hosthash.Add(hash, host[i])
	}
	if first > 0 || dots == 0 {
		return found
	}
	if r := rowOfHost(host, hash); r != nil {
		found.take(r, "")
	}
	if r := rowOfHost(host, hosthash.Add(hash, hosthash.Whole)); r != nil {
		found = hostAnswer{row: r, whole: true}
	}
	return found
}

// rowOfHost returns the row of a name with that hash, nil where there is none.
func rowOfHost(name string, hash uint32) *hostRow {
	bucket := hosthash.Bucket(hash, len(hostBuckets)-1)
	for i := hostBuckets[bucket]; i < hostBuckets[bucket+1]; i++ {
		if r := &hostRows[i]; r.hash == hash && equalFolded(name, r.name()) {
			return r
		}
	}
	return nil
}

// take notes what a row says of a name, given what stands before the row's.
func (a *hostAnswer) take(r *hostRow, before string) {
	if r.id != 0 || r.category != 0 {
		a.row, a.pattern = r, nil
	}
	if r.patterns == 0 || before == "" {
		return
	}
	label := before[strings.LastIndexByte(before, '.')+1:]
	for i := range int(r.patterns) {
		if p := &hostPatterns[int(r.first)+i]; p.fits(label) {
			a.row, a.pattern = r, p
		}
	}
}

func (r *hostRow) name() string { return hostTexts[r.text : r.text+uint32(r.length)] }

func (p *hostPattern) label() (before, after string) {
	text := hostTexts[p.text : int(p.text)+int(p.before)+int(p.after)]
	return text[:p.before], text[p.before:]
}

func (p *hostPattern) fits(label string) bool {
	before, after := p.label()
	return len(label) >= len(before)+len(after) && equalFolded(label[:len(before)], before) &&
		equalFolded(label[len(label)-len(after):], after)
}

// equalFolded reports whether a name is a text in lower case, whatever the case of its letters.
func equalFolded(name, text string) bool {
	if len(name) != len(text) {
		return false
	}
	for i := range len(text) {
		if lower(name[i]) != text[i] {
			return false
		}
	}
	return true
}
