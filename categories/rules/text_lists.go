//go:build !tiny

package rules

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"sort"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
)

// hostsFile reads hosts files as block lists: an address, which says nothing, and names, each alone. The names that
// every machine has are left out. A line may also be a name without an address.
func (in *input) hostsFile() {
	if in.app == "" && in.category == "" {
		in.category = categories.CategoryAdvertisement.Name()
	}
	claim := in.claim(in.app, in.category, "")
	for number, words := range in.words("#") {
		hosts := words
		if _, err := netip.ParseAddr(words[0]); err == nil {
			if hosts = words[1:]; len(hosts) == 0 {
				in.refuse(number, "no name stands behind the address")
			}
		} else if len(words) > 1 {
			in.refuse(number, "%q is no address: want an address and names", words[0])
			continue
		}
		for _, host := range hosts {
			if !isLocal(host) {
				in.wholeHost(number, host, claim)
			}
		}
	}
}

// isLocal reports whether a name is of the machine itself, or an address, as block lists have them among their names.
func isLocal(host string) bool {
	switch strings.ToLower(host) {
	case "localhost", "localhost.localdomain", "localhost4", "localhost6", "local", "broadcasthost", "loopback":
		return true
	}
	_, err := netip.ParseAddr(host)
	return err == nil || strings.HasPrefix(host, "ip6-")
}

// prefixes reads addresses and prefixes, one a line; what stands behind them is a comment.
func (in *input) prefixes() {
	claim, ok := in.named()
	if !ok {
		return
	}
	for number, words := range in.words("#;") {
		word := strings.TrimRight(words[0], ",")
		if p, err := parsePrefix(word); err != nil {
			in.refuse(number, "%w", err)
		} else {
			in.network(number, word, p, portRange{}, claim)
		}
	}
}

// maxDepth is how deep files may include one another.
const maxDepth = 16

// v2fly reads domain lists: a name and all below it, perhaps with domain: before it; full: and a name alone; include:
// and another list in the same folder, of which attributes behind it choose. Other attributes say nothing. What
// keyword: and regexp: stand before is skipped.
func (in *input) v2fly() {
	claim, ok := in.named()
	if !ok {
		return
	}
	for number, words := range in.words("#") {
		key, value, typed := strings.Cut(words[0], ":")
		if !typed {
			key, value = "domain", words[0]
		}
		attributes, err := attributesOf(words[1:])
		switch {
		case err != nil:
			in.refuse(number, "%w", err)
		case key == "include":
			if err := in.include(value, attributes); err != nil {
				in.refuse(number, "include %q: %w", value, err)
			}
		case !in.chosen(attributes):
		case key == "domain":
			in.suffix(number, value, claim)
		case key == "full":
			in.wholeHost(number, value, claim)
		case key == "keyword" || key == "regexp":
			in.skipped++
		default:
			in.refuse(number, "%q: want domain, full, keyword, regexp or include before the colon", key)
		}
	}
}

// attributesOf returns the attributes among words, @name, without their @; &name is of no use here.
func attributesOf(words []string) (all []string, err error) {
	for _, word := range words {
		switch word[0] {
		case '@':
			all = append(all, word[1:])
		case '&':
		default:
			return nil, fmt.Errorf("%q is no attribute: want one name a line", word)
		}
	}
	return all, nil
}

// chosen reports whether a name with these attributes is among those that the include wants.
func (in *input) chosen(attributes []string) bool {
	for _, want := range in.filter {
		without, not := strings.CutPrefix(want, "-")
		if slices.Contains(attributes, without) == not {
			return false
		}
	}
	return true
}

// include reads another list of the folder, as part of the one that names it, but each only once.
func (in *input) include(name string, filter []string) error {
	switch {
	case in.folder == nil:
		return errors.New("there is no folder to look in")
	case in.depth == maxDepth:
		return fmt.Errorf("lists include one another more than %d deep", maxDepth)
	case in.included == nil:
		in.included = map[string]bool{}
	}
	filter = append(slices.Clip(in.filter), filter...)
	//lint:ignore S1032 sort.Strings would link another sort, for texts alone
	sort.Sort(sort.StringSlice(filter))
	filter = slices.Compact(filter)
	which := name + " " + strings.Join(filter, " ")
	if in.included[which] {
		return nil
	}
	in.included[which] = true
	if in.includes++; in.includes > MaxIncludes {
		return fmt.Errorf("there are more than %d of them", MaxIncludes)
	}
	text, err := readFile(func() (*os.File, error) { return in.folder.Open(name) })
	if err != nil {
		return err
	}
	inner := *in
	inner.path = strings.TrimSuffix(in.path, pathBase(in.path)) + name
	inner.text, inner.depth, inner.format = text, in.depth+1, V2fly
	inner.filter = filter
	inner.parse()
	return nil
}

// pathBase returns what stands behind the last separator of a path.
func pathBase(path string) string {
	return path[strings.LastIndexFunc(path, func(r rune) bool { return r < 0x80 && os.IsPathSeparator(uint8(r)) })+1:]
}
