package rules

import (
	"fmt"
	"strings"

	"github.com/nfstream/nfstream-go/categories/internal/stanza"
)

// hosts are the rules about host names.
type hosts struct {
	suffixes map[string]entry // that name and all below it
	whole    map[string]entry // that name alone
	patterns map[string][]pattern
	labels   int // of the longest one at most
	bytes    int
}

// pattern is about the label before a suffix.
type pattern struct {
	before, after string
	entry         entry
}

const (
	maxName     = 253   // bytes of a host name (RFC 1035, section 2.3.4, as text without the last dot)
	maxPatterns = 1_000 // for the labels before one suffix, as they are tried one by one
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

// Host returns what the rules say of a host name, by the longest suffix of it that they name. The application and a
// category alone may be by two of them; the category that a longer one gives stands. The name is as it is on the wire,
// with A-labels, in any case; a dot at its end is ignored. Names may be hostile. It does not allocate.
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

// under returns e with what a shorter suffix says beneath it. The category alone of a shorter one does not stand above
// an application's.
func (e entry) under(shorter entry) entry {
	if e.app == 0 {
		e.app = shorter.app
		if e.category == 0 {
			e.category = shorter.category
		}
	}
	return e
}

// fold writes the end of a name, as many labels as rules may have, into folded, to its end and in lower case. It
// returns where that begins in the name.
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

// patternOf returns the last pattern that the last label of before fits.
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

// foldedEqual reports whether two texts of the same length, the second in lower case, are the same in any case.
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
