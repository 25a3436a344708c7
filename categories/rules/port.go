package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
)

// portRange is a range of ports on transports and its entry.
type portRange struct {
	first, last uint16
	on          categories.Transport
	entry       entry
}

// ports holds the rules for ports of TCP and UDP, in pages by the upper byte. A page without rules is nil.
type ports [2]*[256]*[256]entry

// paint sets ranges. Later ones override earlier ones.
func (p *ports) paint(ranges []portRange) {
	for i, on := range [2]categories.Transport{categories.TransportTCP, categories.TransportUDP} {
		apps, alone := newBrush(), newBrush()
		for j := len(ranges) - 1; j >= 0; j-- {
			r := &ranges[j]
			if r.on&on == 0 {
				continue
			}
			brush := apps
			if r.entry.app == 0 {
				brush = alone
			}
			brush.paint(r.first, r.last, func(port uint16) {
				e := p.at(i, port)
				*e = e.over(r.entry)
			})
		}
	}
}

func (p *ports) at(transport int, port uint16) *entry {
	if p[transport] == nil {
		p[transport] = new([256]*[256]entry)
	}
	page := &p[transport][port>>8]
	if *page == nil {
		*page = new([256]entry)
	}
	return &(*page)[port&0xff]
}

// brush visits each port once. next leads to the first unvisited port from a given one, or 65536.
type brush struct{ next []int32 }

func newBrush() *brush { return &brush{} }

func (b *brush) paint(first, last uint16, visit func(uint16)) {
	if b.next == nil {
		b.next = make([]int32, 1<<16+1)
		for i := range b.next {
			b.next[i] = int32(i)
		}
	}
	for i := b.from(int32(first)); i <= int32(last); i = b.from(i) {
		visit(uint16(i))
		b.next[i] = i + 1
	}
}

func (b *brush) from(i int32) int32 {
	for b.next[i] != i {
		b.next[i] = b.next[b.next[i]]
		i = b.next[i]
	}
	return i
}

// Port returns the match of a port on exactly one transport. It does not allocate.
func (s *Set) Port(t categories.Transport, port uint16) Match {
	if s == nil || t != categories.TransportTCP && t != categories.TransportUDP {
		return Match{}
	}
	pages := s.ports[t-categories.TransportTCP]
	if pages == nil || pages[port>>8] == nil {
		return Match{}
	}
	return s.match(pages[port>>8][port&0xff])
}

// parsePorts parses a port or a range of ports.
func parsePorts(text string) (portRange, error) {
	from, to, ranged := strings.Cut(text, "-")
	if !ranged {
		to = from
	}
	first, err := strconv.ParseUint(from, 10, 16)
	last, err2 := strconv.ParseUint(to, 10, 16)
	if err != nil || err2 != nil || first > last {
		return portRange{}, fmt.Errorf("%q: want a port, or a range such as 5000-5010", text)
	}
	return portRange{first: uint16(first), last: uint16(last)}, nil
}

// parseTransportPorts parses tcp/443, udp/5000-5010, or 443 for both transports.
func parseTransportPorts(word string) (portRange, error) {
	on := categories.TransportTCP | categories.TransportUDP
	transport, ports, found := strings.Cut(word, "/")
	if !found {
		ports = word
	} else if on = transportOf(transport); on == 0 {
		return portRange{}, fmt.Errorf("%q: want a port such as tcp/443 or udp/5000-5010", word)
	}
	r, err := parsePorts(ports)
	r.on = on
	return r, err
}

func transportOf(name string) categories.Transport {
	switch strings.ToLower(name) {
	case "tcp":
		return categories.TransportTCP
	case "udp":
		return categories.TransportUDP
	}
	return 0
}
