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
	if n := len(host); n > 0 && host[n-1] == '.' {
		host = host[:n-1]
	}
	var found hostAnswer
	hash := hosthash.Basis
	first := max(0, len(host)-longestHost-1)
	dots := 0 // there is no row without a dot
	for i := len(host) - 1; i >= first; i-- {
		if host[i] == '.' {
			if dots++; dots > 1 {
				found.ask(host[i+1:], host[:i], hash)
			}
		}
		hash = hosthash.Add(hash, host[i])
	}
	if first == 0 && dots > 0 {
		found.ask(host, "", hash)
		found.ask(host, "", hosthash.Add(hash, hosthash.Whole))
	}
	return found.id, found.category
}

// hostAnswer is what is known of a name so far.
type hostAnswer struct {
	id       ID
	category Category
}

// ask looks for the row of a name with that hash, and takes what it says of the name and of what stands before it.
func (a *hostAnswer) ask(name, before string, hash uint32) {
	slot := hosthash.Slot(hash, len(hostSlots))
	for hostSlots[slot] != 0 {
		r := &hostRows[hostSlots[slot]-1]
		if r.hash == hash && equalFolded(name, hostTexts[r.text:r.text+uint32(r.length)]) {
			a.take(r, before)
			return
		}
		slot = (slot + 1) % len(hostSlots)
	}
}

func (a *hostAnswer) take(r *hostRow, before string) {
	if r.id != 0 || r.category != 0 {
		a.id, a.category = r.id, r.category
	}
	if r.patterns == 0 || before == "" {
		return
	}
	label := before[strings.LastIndexByte(before, '.')+1:]
	for i := range int(r.patterns) {
		if p := &hostPatterns[int(r.first)+i]; p.fits(label) {
			a.id, a.category = p.id, p.category
		}
	}
}

func (p *hostPattern) fits(label string) bool {
	before, after := int(p.before), int(p.after)
	text := hostTexts[p.text : int(p.text)+before+after]
	return len(label) >= before+after && equalFolded(label[:before], text[:before]) &&
		equalFolded(label[len(label)-after:], text[before:])
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
