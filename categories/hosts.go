package categories

import "github.com/nfstream/nfstream-go/categories/internal/hosthash"

// hostRow is a host name of the catalogue: whose it is, if anyone's, and patterns of the label before it.
type hostRow struct {
	text     uint32 // where it begins in hostTexts
	hash     uint32 // no other row's
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
	var id ID
	var category Category
	hash := hosthash.Basis
	first := max(0, len(host)-longestHost-1)
	for i := len(host) - 1; i >= first; i-- {
		if host[i] == '.' {
			if r := rowOfHost(host[i+1:], hash); r != nil {
				r.match(host[:i], &id, &category)
			}
		}
		hash = hosthash.Add(hash, lower(host[i]))
	}
	if first > 0 {
		return id, category
	}
	for _, h := range [2]uint32{hash, hosthash.Add(hash, hosthash.Whole)} {
		if r := rowOfHost(host, h); r != nil {
			r.match("", &id, &category)
		}
	}
	return id, category
}

// rowOfHost returns the row of a name with that hash, nil where there is none.
func rowOfHost(name string, hash uint32) *hostRow {
	for slot := hosthash.Slot(hash, len(hostSlots)); hostSlots[slot] != 0; slot = (slot + 1) % len(hostSlots) {
		if r := &hostRows[hostSlots[slot]-1]; r.hash == hash {
			if text := hostTexts[r.text : r.text+uint32(r.length)]; compareFolded(name, text) == 0 {
				return r
			}
			return nil
		}
	}
	return nil
}

// match writes down what the row says of a name, given what stands before the row's.
func (r *hostRow) match(before string, id *ID, category *Category) {
	if r.id != 0 || r.category != 0 {
		*id, *category = r.id, r.category
	}
	if r.patterns == 0 || before == "" {
		return
	}
	label := before
	for i := len(before) - 1; i >= 0; i-- {
		if before[i] == '.' {
			label = before[i+1:]
			break
		}
	}
	for i := range hostPatterns[r.first : int(r.first)+int(r.patterns)] {
		if p := &hostPatterns[int(r.first)+i]; p.fits(label) {
			*id, *category = p.id, p.category
		}
	}
}

func (p *hostPattern) fits(label string) bool {
	before, after := int(p.before), int(p.after)
	text := hostTexts[p.text : int(p.text)+before+after]
	return len(label) >= before+after && compareFolded(label[:before], text[:before]) == 0 &&
		compareFolded(label[len(label)-after:], text[before:]) == 0
}
