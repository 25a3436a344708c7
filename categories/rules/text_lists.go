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

// hostsFile reads hosts files used as block lists: an address, which is ignored, and names without their subdomains.
// Names of the local machine are skipped. A line may also be a name without an address.
func (in *input) hostsFile() {
	if in.app == "" && in.category == "" {
		in.category = categories.CategoryAdvertisement.Name()
	}
	claim := in.claim(in.app, in.category, "")
	for number, words := range in.words("#") {
		hosts := words
		if _, err := netip.ParseAddr(words[0]); err == nil {
			if hosts = words[1:]; len(hosts) == 0 {
				in.refuse(number, "no name follows the address")
			}
		} else if len(words) > 1 {
			in.refuse(number, "%q is not an address: want an address and names", words[0])
			continue
		}
		for _, host := range hosts {
			if !isLocal(host) {
				in.wholeHost(number, host, claim)
			}
		}
	}
}

// isLocal reports whether a name is a local one or an address. Block lists contain both.
func isLocal(host string) bool {
	switch strings.ToLower(host) {
	case "localhost", "localhost.localdomain", "localhost4", "localhost6", "local", "broadcasthost", "loopback":
		return true
	}
	_, err := netip.ParseAddr(host)
	return err == nil || strings.HasPrefix(host, "ip6-")
}

// prefixes reads addresses and prefixes, one per line. The rest of a line is a comment.
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

// maxDepth is the maximum depth of includes.
const maxDepth = 16

// v2fly reads domain lists: a name and its subdomains, with optional domain: prefix; full: for only that name;
// include: for another list in the same folder, with attributes that select names. Other attributes are ignored.
// keyword: and regexp: are skipped.
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

// attributesOf returns the attributes @name among words, without the @. It ignores &name.
func attributesOf(words []string) (all []string, err error) {
	for _, word := range words {
		switch word[0] {
		case '@':
			all = append(all, word[1:])
		case '&':
		default:
			return nil, fmt.Errorf("%q is not an attribute: want one name per line", word)
		}
	}
	return all, nil
}

// chosen reports whether the include selects a name with these attributes.
func (in *input) chosen(attributes []string) bool {
	for _, want := range in.filter {
		without, not := strings.CutPrefix(want, "-")
		if slices.Contains(attributes, without) == not {
			return false
		}
	}
	return true
}

// include reads another list of the folder as part of the current one. Each list is read once.
func (in *input) include(name string, filter []string) error {
	switch {
	case in.folder == nil:
		return errors.New("no folder for included lists")
	case in.depth == maxDepth:
		return fmt.Errorf("includes are nested more than %d deep", maxDepth)
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
		return fmt.Errorf("more than %d includes", MaxIncludes)
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

// pathBase returns the last element of a path.
func pathBase(path string) string {
	return path[strings.LastIndexFunc(path, func(r rune) bool { return r < 0x80 && os.IsPathSeparator(uint8(r)) })+1:]
}
