package rules

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/gaissmai/bart"

	"github.com/nfstream/nfstream-go/categories"
)

// networks holds the rules for addresses.
type networks struct {
	table bart.Table[int32] // indexes into all
	all   []network
}

// network holds the rules for a prefix.
type network struct {
	prefix netip.Prefix
	parent int32 // index of the longest enclosing prefix, -1 for none
	any    entry // for any port
	ports  []portRange
}

// maxPorts is the maximum number of port ranges of one prefix. They are tried in turn.
const maxPorts = 256

func (n *networks) add(p netip.Prefix, port portRange, e entry) error {
	i, known := n.table.Get(p)
	if !known {
		i = int32(len(n.all))
		n.all = append(n.all, network{prefix: p})
		n.table.Insert(p, i)
	}
	at := &n.all[i]
	switch {
	case port == portRange{}:
		at.any = at.any.over(e)
	case len(at.ports) == maxPorts:
		return fmt.Errorf("%v has more than %d ranges of ports", p, maxPorts)
	default:
		port.entry = e
		at.ports = append(at.ports, port)
	}
	return nil
}

// linkParents finds the enclosing prefix of each prefix.
func (n *networks) linkParents() {
	for i := range n.all {
		at := &n.all[i]
		at.parent = -1
		if bits := at.prefix.Bits(); bits > 0 {
			if parent, ok := n.table.LookupPrefix(netip.PrefixFrom(at.prefix.Addr(), bits-1).Masked()); ok {
				at.parent = parent
			}
		}
	}
}

// Network returns the match of an address with a port on a transport, by the longest matching prefix. Among rules for
// the same prefix, one with the port takes precedence. The application and a separate category may come from two
// rules, as with Host. Transport 0 and port 0 mean none. It does not allocate.
func (s *Set) Network(a netip.Addr, t categories.Transport, port uint16) Match {
	if s == nil || len(s.networks.all) == 0 {
		return Match{}
	}
	i, ok := s.networks.table.Lookup(a.Unmap().WithZone(""))
	if !ok {
		return Match{}
	}
	var found entry
	bits := 0
	for ; i >= 0 && found.app == 0; i = s.networks.all[i].parent {
		n := &s.networks.all[i]
		before := found
		if t != 0 {
			found = found.under(rangeOf(n.ports, t, port))
		}
		if found = found.under(n.any); found != before && bits == 0 {
			bits = n.prefix.Bits()
		}
	}
	m := s.match(found)
	m.Bits = bits
	return m
}

// rangeOf returns the entry of the last ranges with the port.
func rangeOf(all []portRange, t categories.Transport, port uint16) (found entry) {
	for i := range all {
		if r := &all[i]; r.on&t != 0 && r.first <= port && port <= r.last {
			found = found.over(r.entry)
		}
	}
	return found
}

var errNoPrefix = errors.New("want an address or a prefix, such as 192.0.2.0/24")

// parsePrefix parses a prefix, or an address as a prefix of all its bits. It clears the bits after the prefix.
func parsePrefix(word string) (netip.Prefix, error) {
	var p netip.Prefix
	if strings.Contains(word, "/") {
		var err error
		if p, err = netip.ParsePrefix(word); err != nil {
			return p, fmt.Errorf("%q: %w", word, errNoPrefix)
		}
	} else {
		a, err := netip.ParseAddr(word)
		if err != nil || a.Zone() != "" {
			return p, fmt.Errorf("%q: %w", word, errNoPrefix)
		}
		p = netip.PrefixFrom(a, a.BitLen())
	}
	if a := p.Addr(); a.Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(a.Unmap(), p.Bits()-96)
	}
	return p.Masked(), nil
}

// parseNetwork parses a prefix, with optional brackets and ports: 192.0.2.0/24:80-90, [2001:db8::]/32:443.
func parseNetwork(word string) (netip.Prefix, portRange, error) {
	prefix, port := word, ""
	if strings.HasPrefix(word, "[") {
		inside, rest, ok := strings.Cut(word[1:], "]")
		bits, behind, colon := strings.Cut(rest, ":")
		if !ok || bits != "" && bits[0] != '/' || colon && behind == "" {
			return netip.Prefix{}, portRange{}, fmt.Errorf("%q: %w", word, errNoPrefix)
		}
		prefix, port = inside+bits, behind
	} else if slash := strings.IndexByte(word, '/'); slash >= 0 {
		if i := strings.IndexByte(word[slash:], ':'); i >= 0 {
			prefix, port = word[:slash+i], word[slash+i+1:]
		}
	} else if strings.Count(word, ":") == 1 {
		prefix, port, _ = strings.Cut(word, ":")
	}
	p, err := parsePrefix(prefix)
	if err != nil || port == "" {
		return p, portRange{}, err
	}
	r, err := parsePorts(port)
	r.on = categories.TransportTCP | categories.TransportUDP
	return p, r, err
}
