package filter

import "strings"

// named reads the arguments of the keyword t.
func (p *parser) named(t token) node {
	n := &primitive{pos: t.pos, word: t.text, number: -1}
	switch t.text {
	case "inbound", "outbound", "pppoed":
	case "less", "greater":
		n.number = int64(numberUpTo(p.advance(), 1<<32-1, "a length"))
	case "vlan":
		p.optional(n, 4095, "a VLAN identifier")
	case "mpls":
		p.optional(n, 1<<20-1, "an MPLS label")
	case "pppoes":
		p.optional(n, 1<<16-1, "a PPPoE session")
	case "geneve", "vxlan":
		p.optional(n, 1<<24-1, "a network identifier")
	case "llc":
		p.llc(n)
	case "type", "subtype", "dir":
		p.wireless(n)
	default:
		p.refuse(t)
	}
	return n
}

func (p *parser) refuse(t token) {
	if of, ok := foreignWords[t.text]; ok {
		fail(t.pos, "%s is for %s, not supported", t, of)
	}
	fail(t.pos, "expected a condition, found %s", t)
}

// optional reads an optional number.
func (p *parser) optional(n *primitive, limit uint32, what string) {
	if p.tok.kind == tokenWord && isNumber(p.tok.text) {
		n.number = int64(numberUpTo(p.advance(), limit, what))
	}
}

// llcTypes are the PDUs of IEEE 802.2 by bits of the first control octet.
var llcTypes = map[string]struct{ mask, value uint32 }{
	"i": {0x01, 0x00}, "s": {0x03, 0x01}, "u": {0x03, 0x03},
	"rr": {0x0f, 0x01}, "rnr": {0x0f, 0x05}, "rej": {0x0f, 0x09},
	"ui": {0xef, 0x03}, "ua": {0xef, 0x63}, "disc": {0xef, 0x43}, "sabme": {0xef, 0x6f},
	"test": {0xef, 0xe3}, "xid": {0xef, 0xaf}, "frmr": {0xef, 0x87},
}

func (p *parser) llc(n *primitive) {
	if p.tok.kind != tokenWord || p.tok.keyword("and") || p.tok.keyword("or") {
		return
	}
	if _, ok := llcTypes[p.tok.text]; !ok {
		fail(p.tok.pos, "%s is not a type of LLC PDU", p.tok)
	}
	n.name = p.advance().text
}

// Types, subtypes and directions of IEEE 802.11 (section 9.2.4.1) as the first byte, or bits of the second byte, of the
// frame control field.
var (
	wirelessTypes = map[string]uint32{"mgt": 0x00, "ctl": 0x04, "data": 0x08}

	wirelessDirs = map[string]uint32{"nods": 0, "tods": 1, "fromds": 2, "dstods": 3}

	wirelessSubtypes = map[string]uint32{}
)

func init() {
	for base, list := range map[uint32]string{
		0x00: "assoc-req assoc-resp reassoc-req reassoc-resp probe-req probe-resp . . beacon atim disassoc auth deauth",
		0x04: ". . . . . . . . . . ps-poll rts cts ack cf-end cf-end-ack",
		0x08: "data data-cf-ack data-cf-poll data-cf-ack-poll null cf-ack cf-poll cf-ack-poll qos-data " +
			"qos-data-cf-ack qos-data-cf-poll qos-data-cf-ack-poll qos . qos-cf-poll qos-cf-ack-poll",
	} {
		for i, name := range strings.Fields(list) {
			wirelessSubtypes[name] = base | uint32(i)<<4
		}
	}
	delete(wirelessSubtypes, ".")
}

func (p *parser) wireless(n *primitive) {
	t := p.advance()
	if n.word == "dir" {
		n.number = int64(lookUp(wirelessDirs, t, 3, "an 802.11 direction"))
		return
	}
	if n.word == "subtype" {
		n.number = int64(lookUp(wirelessSubtypes, t, 0xff, "an 802.11 frame subtype"))
		return
	}
	n.number = int64(lookUp(wirelessTypes, t, 0x0c, "an 802.11 frame type"))
	if !p.tok.keyword("subtype") {
		return
	}
	p.advance()
	t = p.advance()
	subtype := lookUp(wirelessSubtypes, t, 0xf0, "an 802.11 frame subtype")
	if isNumber(t.text) {
		subtype |= uint32(n.number)
	}
	if subtype&0x0c != uint32(n.number) {
		fail(t.pos, "%s belongs to another type", t)
	}
	n.word, n.number = "subtype", int64(subtype)
}

// lookUp returns the value of a name, or of a number within mask.
func lookUp(names map[string]uint32, t token, mask uint32, what string) uint32 {
	if v, ok := names[t.text]; ok && t.kind == tokenWord {
		return v
	}
	if t.kind == tokenWord && isNumber(t.text) {
		if v := number(t.text, t.pos); v&^mask == 0 {
			return v
		}
	}
	fail(t.pos, "expected %s, found %s", what, t)
	return 0
}
