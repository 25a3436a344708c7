package filter

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"strconv"
	"strings"
)

// atom reads one id according to its qualifiers.
func (p *parser) atom(q *qualifiers) node {
	t := p.tok
	number := q.kind == "proto" || q.kind == "protochain"
	if t.kind != tokenWord || !t.escaped && (reservedWords[t.text] || protocolWords[t.text] && !number) {
		fail(t.pos, "expected %s, found %s", wanted(q), t)
	}
	p.advance()
	m := &match{qualifiers: *q, id: id{pos: t.pos, text: t.text}}
	switch q.kind {
	case "port":
		p.checkPorts(q)
		m.id.kind = idPorts
		m.id.lo, m.id.protos = p.port(t, q)
		m.id.hi = m.id.lo
	case "portrange":
		p.checkPorts(q)
		p.portRange(t, m)
	case "proto", "protochain":
		m.id.kind = idNumber
		m.id.lo = p.protocol(t, q)
	default:
		p.address(t, m)
	}
	return m
}

func wanted(q *qualifiers) string {
	switch q.kind {
	case "port", "portrange":
		return "a port"
	case "proto", "protochain":
		return "a protocol"
	}
	return "an address"
}

func (p *parser) checkPorts(q *qualifiers) {
	switch {
	case q.proto != "" && q.proto != "tcp" && q.proto != "udp" && q.proto != "sctp":
		fail(q.pos, "%q cannot be combined with %q: only tcp, udp and sctp have ports", q.proto, q.kind)
	case q.direction > dstOnly:
		fail(q.pos, "a direction of 802.11 cannot be combined with %q", q.kind)
	}
}

func (p *parser) portRange(t token, m *match) {
	high := t
	switch {
	case p.tok.is("-"):
		p.advance()
		high = p.advance()
	case services[t.text] == service{} && strings.Contains(t.text, "-"):
		t, high = splitRange(t)
	}
	lo, protos := p.port(t, &m.qualifiers)
	hi, more := p.port(high, &m.qualifiers)
	if protos != more { // as for an ambiguous name, only the port counts
		protos = 0
	}
	m.id.kind, m.id.lo, m.id.hi, m.id.protos = idPorts, min(lo, hi), max(lo, hi), protos
}

// splitRange splits two service names at the dash between them. Names may contain dashes.
func splitRange(t token) (lo, hi token) {
	for i := range len(t.text) {
		if t.text[i] != '-' {
			continue
		}
		if _, ok := services[t.text[:i]]; ok {
			lo, hi = t, t
			lo.text, hi.text = t.text[:i], t.text[i+1:]
			hi.pos += i + 1
			return lo, hi
		}
	}
	return t, t
}

// protocol reads the number or name of a protocol in the numbering that the qualifier names.
func (p *parser) protocol(t token, q *qualifiers) uint32 {
	names, limit := ipProtocols, uint32(0xff)
	switch q.proto {
	case "", "ip", "ip6":
	case "ether", "fddi", "tr", "wlan", "link", "ppp", "slip":
		names, limit = etherTypes, 0xffff
	case "iso":
		names = isoProtocols
	case "isis":
		names = nil
	default:
		fail(q.pos, "filters know no protocols above %q", q.proto)
	}
	if q.kind == "protochain" && q.proto != "" && q.proto != "ip" && q.proto != "ip6" {
		fail(q.pos, "protochain requires ip or ip6, not %q", q.proto)
	}
	if isNumber(t.text) {
		return numberUpTo(t, limit, "a protocol number")
	}
	v, ok := names[t.text]
	if !ok {
		fail(t.pos, "%s is not a known protocol", t)
	}
	return v
}

// address reads the id of host and net.
func (p *parser) address(t token, m *match) {
	if q := &m.qualifiers; etherWords[q.proto] || q.direction > dstOnly {
		p.ether(t, m)
		return
	}
	switch m.proto {
	case "decnet":
		p.decnet(t, m)
		return
	case "", "ip", "ip6", "arp", "rarp":
	default:
		fail(m.qualifiers.pos, "%q cannot be combined with %q", m.proto, m.qualifiers.kind)
	}
	if a, err := netip.ParseAddr(t.text); err == nil && a.Is6() {
		p.ipv6(a, m)
		return
	}
	p.ipv4(t, m)
}

var etherWords = words("ether fddi tr wlan link ppp slip")

func (p *parser) ether(t token, m *match) {
	if m.qualifiers.kind != "host" || m.proto != "" && !etherWords[m.proto] {
		fail(m.qualifiers.pos, "link-layer addresses belong to hosts: use ether host")
	}
	mac, ok := parseMAC(t.text)
	if !ok {
		fail(t.pos, "%s is not a MAC address, and names are not resolved", t)
	}
	m.id.kind, m.id.mac = idMAC, mac
}

// decnet reads an address of DECnet phase IV: area.node.
func (p *parser) decnet(t token, m *match) {
	area, host, ok := strings.Cut(t.text, ".")
	if m.qualifiers.kind != "host" || !ok || !isNumber(area) || !isNumber(host) {
		fail(t.pos, "%s is not a DECnet host such as 10.123", t)
	}
	a, n := number(area, t.pos), number(host, t.pos)
	if a > 63 || n > 1023 {
		fail(t.pos, "DECnet has areas up to 63 and nodes up to 1023")
	}
	m.id.kind, m.id.lo = idDECnet, uint32(bits.ReverseBytes16(uint16(a<<10|n)))
}

func (p *parser) ipv6(a netip.Addr, m *match) {
	if m.proto != "" && m.proto != "ip6" {
		fail(m.id.pos, "%q cannot be combined with an IPv6 address", m.proto)
	}
	m.id.kind, m.id.bits = idIPv6, 128
	if p.tok.is("/") {
		p.advance()
		m.id.bits = int(numberUpTo(p.advance(), 128, "a prefix length of IPv6"))
	}
	b := a.As16()
	for i := range m.id.v6 {
		m.id.v6[i] = binary.BigEndian.Uint32(b[4*i:])
		if m.id.v6[i]&^v6Mask(m.id.bits, i) != 0 {
			fail(m.id.pos, "the address has bits after its prefix of %d", m.id.bits)
		}
	}
}

// v6Mask returns the i-th 32 bits of a prefix's mask.
func v6Mask(prefix, i int) uint32 { return prefixMask(max(0, min(32, prefix-32*i))) }

func prefixMask(n int) uint32 { return ^uint32(0) << (32 - n) }

// ipv4 reads an address of one to four numbers, with an optional mask or prefix length. Fewer than four numbers are a
// network with a prefix of those bytes.
func (p *parser) ipv4(t token, m *match) {
	if m.proto == "ip6" {
		fail(t.pos, "%s is not an IPv6 address, and names are not resolved", t)
	}
	v, n := parseIPv4(t)
	if n == 1 && m.qualifiers.kind == "host" {
		fail(t.pos, "%s is not a host address", t)
	}
	m.id.kind, m.id.v4, m.id.mask = idIPv4, v, prefixMask(8*n)
	switch {
	case p.tok.is("/"):
		p.advance()
		m.id.mask = prefixMask(int(numberUpTo(p.advance(), 32, "a prefix length of IPv4")))
	case p.tok.keyword("mask") && m.qualifiers.kind == "net":
		p.advance()
		mask := p.advance()
		v, n := parseIPv4(mask)
		m.id.mask = v & prefixMask(8*n)
	}
	if m.id.v4&^m.id.mask != 0 {
		fail(m.id.pos, "%s has bits beyond its mask", t)
	}
}

// parseIPv4 returns the bytes of an address, the first one in the highest bits, and their number.
func parseIPv4(t token) (v uint32, n int) {
	for part := range strings.SplitSeq(t.text, ".") {
		b, err := strconv.ParseUint(part, 10, 8)
		if n++; t.kind != tokenWord || n > 4 || err != nil || len(part) > 3 {
			fail(t.pos, "%s is not an address, and names are not resolved", t)
		}
		v = v<<8 | uint32(b)
	}
	return v << (32 - 8*n), n
}
