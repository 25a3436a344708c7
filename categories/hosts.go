package categories

import (
	"strings"

	"github.com/nfstream/nfstream-go/categories/internal/hosthash"
)

// hostRow is a host name of the catalogue, with its owner, if any, and patterns of the label before it.
type hostRow struct {
	text     uint32 // offset in hostTexts
	hash     uint32
	id       ID
	length   uint8
	category Category
	patterns uint8 // number of patterns
	first    uint16
}

// hostPattern is the prefix and the suffix of a label before a hostRow, consecutive in hostTexts.
type hostPattern struct {
	text          uint32
	id            ID
	before, after uint8
	category      Category
}

// ByHost returns the application of a host name, by the longest matching suffix in the catalogue, or Unknown. A
// suffix starts at a label: notfacebook.com is not within facebook.com. The category is CategoryUnspecified unless
// the catalogue has a category for these hosts that replaces the application's, or for hosts of no application.
//
// The name has the form on the wire: with A-labels, in any case, without a port; see ToASCII for others. A trailing
// dot is ignored. Names may be hostile: ByHost reads only about the last hundred bytes, and does not allocate.
func ByHost(host string) (ID, Category) {
	switch a := lookUpHost(host); {
	case a.pattern != nil:
		return a.pattern.id, a.pattern.category
	case a.row != nil:
		return a.row.id, a.row.category
	}
	return Unknown, CategoryUnspecified
}

// HostRule returns the catalogue entry that ByHost finds for a name, in the catalogue's notation: facebook.com for
// that name and its subdomains, =signal.org for that name only, fbcdn-*.akamaihd.net for a pattern.
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

// hostAnswer is the match of a name: a row, or one of its patterns.
type hostAnswer struct {
	row     *hostRow
	pattern *hostPattern
	whole   bool // the row matches only that name
}

func lookUpHost(host string) (found hostAnswer) {
	if n := len(host); n > 0 && host[n-1] == '.' {
		host = host[:n-1]
	}
	hash := hosthash.Basis
	first := max(0, len(host)-longestHost-1)
	dots := 0 // each row has a dot
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

// rowOfHost returns the row of a name with that hash, or nil.
func rowOfHost(name string, hash uint32) *hostRow {
	bucket := hosthash.Bucket(hash, len(hostBuckets)-1)
	for i := hostBuckets[bucket]; i < hostBuckets[bucket+1]; i++ {
		if r := &hostRows[i]; r.hash == hash && equalFolded(name, r.name()) {
			return r
		}
	}
	return nil
}

// take applies a row to a name; before is the part of the name before the row's suffix.
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

// equalFolded reports whether a name equals a lower-case text, ignoring case.
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
