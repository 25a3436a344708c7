package source

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Ids below FirstOwn are the reference's, those below FirstUser the project's own, the others those of users.
const FirstOwn, FirstUser = 1000, 20000

// Protocol is a row of the table of protocols.
type Protocol struct {
	ID                 int
	Name               string
	Constant           string // the Go identifier
	Category           string // the Go identifier of the category, without its prefix
	Breed              string // the Go identifier of the breed, without its prefix
	Network            bool
	Hosting            bool // from the catalogue
	TCP, UDP           bool
	TCPPorts, UDPPorts []Range
}

// Category is a row of the table of categories.
type Category struct {
	ID             int
	Name, Constant string
}

// Range is the ports from First to Last.
type Range struct{ First, Last uint16 }

const (
	protocolsHead  = "id name constant category breed network transports tcp_ports udp_ports"
	categoriesHead = "id name constant"
	none           = "-"
)

// parseCategories requires ascending ids from 0, with gaps allowed, and names that differ ignoring case.
func parseCategories(text []byte) ([]Category, error) {
	var all []Category
	var names nameSet
	err := eachRow(text, categoriesHead, func(f []string) error {
		id, err := strconv.ParseUint(f[0], 10, 8)
		if err != nil {
			return err
		}
		if n := len(all); n > 0 && int(id) <= all[n-1].ID || n == 0 && id != 0 {
			return fmt.Errorf("id %d is out of order", id)
		}
		c := Category{int(id), f[1], constant(f[1], f[2])}
		all = append(all, c)
		return names.add(c.Name, c.Constant)
	})
	return all, err
}

// parseProtocols requires ids from 0 without gaps, then ascending ids from FirstOwn with gaps allowed, and names that
// differ ignoring case.
func parseProtocols(text []byte, categories []Category) ([]Protocol, error) {
	var all []Protocol
	var names nameSet
	err := eachRow(text, protocolsHead, func(f []string) error {
		p, err := parseProtocol(f, categories)
		if err != nil {
			return err
		}
		next := nextID(all)
		switch own := p.ID >= FirstOwn && p.ID < FirstUser && len(all) > 0; {
		case own && p.ID < next:
			return fmt.Errorf("id %d is out of order", p.ID)
		case !own && p.ID != next:
			return fmt.Errorf("id %d where %d is next", p.ID, next)
		}
		all = append(all, p)
		return names.add(p.Name, p.Constant)
	})
	if err == nil && len(all) == 0 {
		err = errors.New("no rows")
	}
	return all, err
}

func nextID(all []Protocol) int {
	if len(all) == 0 {
		return 0
	}
	return all[len(all)-1].ID + 1
}

func parseProtocol(f []string, categories []Category) (p Protocol, err error) {
	id, err := strconv.ParseUint(f[0], 10, 16)
	if err != nil {
		return p, err
	}
	p = Protocol{ID: int(id), Name: f[1], Constant: constant(f[1], f[2]), Breed: identifier(f[4])}
	i := slices.IndexFunc(categories, func(c Category) bool { return c.Name == f[3] })
	if i < 0 {
		return p, fmt.Errorf("no category %q", f[3])
	}
	p.Category = categories[i].Constant
	if p.Network = f[5] == "yes"; !p.Network && f[5] != "no" {
		return p, fmt.Errorf("%q is neither yes nor no", f[5])
	}
	if p.TCP, p.UDP, err = parseTransports(f[6]); err != nil {
		return p, err
	}
	if p.TCPPorts, err = parsePorts(f[7]); err != nil {
		return p, err
	}
	p.UDPPorts, err = parsePorts(f[8])
	return p, err
}

func parseTransports(s string) (tcp, udp bool, err error) {
	switch s {
	case none:
	case "tcp":
		tcp = true
	case "udp":
		udp = true
	case "tcp,udp":
		tcp, udp = true, true
	default:
		err = fmt.Errorf("no transport %q", s)
	}
	return tcp, udp, err
}

// parsePorts reads ports and ranges of ports, such as 80,8000-8010.
func parsePorts(s string) ([]Range, error) {
	if s == none {
		return nil, nil
	}
	var all []Range
	for part := range strings.SplitSeq(s, ",") {
		r, err := parseRange(part)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func parseRange(s string) (Range, error) {
	first, last, ranged := strings.Cut(s, "-")
	if !ranged {
		last = first
	}
	low, err := strconv.ParseUint(first, 10, 16)
	if err != nil {
		return Range{}, err
	}
	high, err := strconv.ParseUint(last, 10, 16)
	if err != nil {
		return Range{}, err
	}
	if low == 0 || low > high {
		return Range{}, fmt.Errorf("no ports %q", s)
	}
	return Range{uint16(low), uint16(high)}, nil
}

// eachRow calls f with the fields of each line after the first, which must be the head. It skips empty lines and
// comments, which begin with #.
func eachRow(text []byte, head string, f func([]string) error) error {
	columns := strings.Fields(head)
	line := 0
	for l := range strings.Lines(string(text)) {
		line++
		l = strings.TrimRight(l, "\r\n")
		fields := strings.Split(l, "\t")
		if line == 1 {
			if !slices.Equal(fields, columns) {
				return fmt.Errorf("the first line is not %q", head)
			}
			continue
		}
		if l == "" || l[0] == '#' {
			continue
		}
		if len(fields) != len(columns) {
			return fmt.Errorf("line %d: %d fields of %d", line, len(fields), len(columns))
		}
		if err := f(fields); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
	return nil
}
