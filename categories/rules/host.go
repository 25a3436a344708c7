package rules

import (
	"fmt"
	"strings"

	"github.com/nfstream/nfstream-go/categories/internal/stanza"
)

// hosts holds the rules for host names.
type hosts struct {
	suffixes map[string]entry // that name and its subdomains
	whole    map[string]entry // only that name
	patterns map[string][]pattern
	labels   int // labels of the longest name
	bytes    int
}

// pattern matches the label before a suffix.
type pattern struct {
	before, after string
	entry         entry
}

const (
	maxName     = 253   // bytes of a host name (RFC 1035, section 2.3.4, as text without the last dot)
	maxPatterns = 1_000 // maximum patterns of one suffix; they are tried in turn
)

func (h *hosts) init() {
	h.suffixes, h.whole, h.patterns = map[string]entry{}, map[string]entry{}, map[string][]pattern{}
}

func (h *hosts) add(host stanza.Host, e entry) error {
	h.labels = max(h.labels, strings.Count(host.Suffix, ".")+1)
	h.bytes = max(h.bytes, len(host.Suffix))
	switch {
	case host.Whole:
		h.whole[host.Suffix] = h.whole[host.Suffix].over(e)
	case host.Pattern && len(h.patterns[host.Suffix]) == maxPatterns:
		return fmt.Errorf("%s has more than %d patterns", host.Suffix, maxPatterns)
	case host.Pattern:
		h.patterns[host.Suffix] = append(h.patterns[host.Suffix], pattern{host.Before, host.After, e})
	default:
		h.suffixes[host.Suffix] = h.suffixes[host.Suffix].over(e)
	}
	return nil
}

// Host returns the match of a host name, by the longest matching suffix. The application and a separate category may
// come from two rules; the category of the longer suffix wins. The name has the form on the wire: A-labels, in any
// case; a trailing dot is ignored. Names may be hostile. It does not allocate.
func (s *Set) Host(name string) Match {
	if s == nil || s.hosts.labels == 0 {
		return Match{}
	}
	if n := len(name); n > 0 && name[n-1] == '.' {
		name = name[:n-1]
	}
	return s.match(s.hosts.find(name))
}

// find walks from the longest suffix to the shortest.
func (h *hosts) find(name string) (found entry) {
	var folded [maxName + 1]byte
	begin := h.fold(name, &folded)
	for at := begin; found.app == 0 && at < len(name); {
		suffix := folded[len(folded)-(len(name)-at):]
		if at == 0 && len(h.whole) > 0 {
			found = found.under(h.whole[string(suffix)])
		}
		if at > 0 && len(h.patterns) > 0 {
			found = found.under(patternOf(h.patterns[string(suffix)], name[:at-1]))
		}
		found = found.under(h.suffixes[string(suffix)])
		i := 0
		for i < len(suffix) && suffix[i] != '.' {
			i++
		}
		at += i + 1
	}
	return found
}

// under returns e with unset fields from the entry of a shorter suffix. A separate category of the shorter suffix
// does not override that of an application.
func (e entry) under(shorter entry) entry {
	if e.app == 0 {
		e.app = shorter.app
		if e.category == 0 {
			e.category = shorter.category
		}
	}
	return e
}

// fold writes the last labels of a name, at most as many as rules have, in lower case to the end of folded. It
// returns their offset in the name.
func (h *hosts) fold(name string, folded *[maxName + 1]byte) int {
	low := max(0, len(name)-h.bytes)
	begin, labels := len(name), 0
	for i := len(name) - 1; i >= low; i-- {
		c := name[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		folded[len(folded)-(len(name)-i)] = c
		if c == '.' {
			begin = i + 1
			if labels++; labels == h.labels {
				return begin
			}
		}
	}
	if low == 0 || name[low-1] == '.' {
		begin = low
	}
	return begin
}

// patternOf returns the last pattern that matches the last label of before.
func patternOf(all []pattern, before string) (found entry) {
	if len(all) == 0 {
		return entry{}
	}
	label := before[strings.LastIndexByte(before, '.')+1:]
	for i := range all {
		if p := &all[i]; len(label) >= len(p.before)+len(p.after) && foldedEqual(label[:len(p.before)], p.before) &&
			foldedEqual(label[len(label)-len(p.after):], p.after) {
			found = found.over(p.entry)
		}
	}
	return found
}

// foldedEqual reports whether two texts of the same length, the second in lower case, are equal ignoring case.
func foldedEqual(text, lower string) bool {
	for i := range len(text) {
		c := text[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}
