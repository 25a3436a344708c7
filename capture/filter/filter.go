// Package filter compiles filter expressions in the language of pcap-filter(7) to classic BPF programs. Compile
// returns a Program for one link type, and Match runs it on any system. A kernel accepts the same programs.
//
// # The language
//
// The language is that of the manual page of libpcap 1.10, with these differences:
//
//   - Names of hosts, networks and Ethernet stations are not resolved. Addresses are numbers, and "gateway", which
//     needs a name, is an error. Names of ports and protocols come from a built-in part of IANA's registries, not
//     from /etc/services. Names of protocols need no backslash after "proto".
//   - protochain follows up to eight headers, because programs have no loops. Longer chains do not match.
//   - "ip broadcast" ignores the netmask. It matches 255.255.255.255 and 0.0.0.0.
//   - "vlan", "mpls", "pppoes", "geneve" and "vxlan" move the offsets for the rest of the expression, with or without
//     parentheses, as the manual says. vxlan [vni] (UDP port 4789) is an addition.
//   - Primitives for ATM, signalling system 7 and logs of pf are errors.
//
// # Link types
//
// Programs exist for the link types that package packet decodes, if the fields of their headers are at offsets that a
// program can compute. There are none for NFLOG, PKTAP, ERF, TZSP, DOCSIS, GFP, AX.25, Fibre Channel, multilink frame
// relay, and Juniper's bundles and cards with unknown cookies. libpcap has no programs that test protocols there
// either. Programs skip VLAN tags and MPLS labels, and no other tags.
//
// A protocol that a link type never carries does not match, such as ARP in raw IP. A test of a field that its frames
// do not have, such as an Ethernet address, is an error that wraps ErrLink. In PPI only IEEE 802.11 frames match.
//
// # Rejected by accident
//
// As always in BPF, a program that loads beyond the end of a frame rejects the frame. On short or cut frames neither
// an expression nor its negation may match.
package filter

import (
	"golang.org/x/net/bpf"

	"github.com/nfstream/nfstream-go/packet"
)

// Program is a compiled expression for one link type. It is safe for concurrent use.
type Program struct {
	code []operation
	link packet.LinkType
}

// Option changes how Compile generates a program.
type Option func(*settings)

type settings struct{ live bool }

// Live generates programs for Linux sockets (SO_ATTACH_FILTER). The kernel strips the outermost VLAN tag and keeps it
// as ancillary data: "vlan" tests that tag, or the frame if there is none. "inbound" and "outbound" are available for
// each link type. Match treats a frame as one without a stripped tag, and rejects it if the program tests its
// direction.
func Live(s *settings) { s.live = true }

// Compile compiles an expression for frames of the link type. An empty expression matches all frames. Errors are of
// type *SyntaxError. If one wraps ErrLink, the expression compiles for other link types.
func Compile(expression string, link packet.LinkType, options ...Option) (*Program, error) {
	root, err := parse(expression)
	if err != nil {
		return nil, err
	}
	var s settings
	for _, o := range options {
		o(&s)
	}
	return compile(expression, root, link, s)
}

func compile(expression string, root node, link packet.LinkType, s settings) (p *Program, err error) {
	defer caught(expression, &err)
	g := newGenerator(link, s)
	c := always
	if root != nil {
		c = g.program(root)
	}
	graph := newGraph(c)
	graph.optimise()
	limit := maxInstructions
	if s.live {
		limit = maxLiveInstructions
	}
	return &Program{ready(graph.layout(limit, scratchCells-g.variables)), link}, nil
}

// Match reports whether the frame matches. wireLength is its length on the wire, the value of "len". Match does not
// allocate.
func (p *Program) Match(frame []byte, wireLength int) bool {
	return run(p.code, frame, uint32(wireLength))
}

// Instructions returns the program for SO_ATTACH_FILTER. The program returns the number of bytes to keep: 0 for a
// frame that does not match, else 262144.
func (p *Program) Instructions() []bpf.RawInstruction {
	raw := make([]bpf.RawInstruction, len(p.code))
	for i, o := range p.code {
		raw[i] = bpf.RawInstruction{Op: uint16(o.code), Jt: o.jt, Jf: o.jf, K: o.k}
	}
	return raw
}

// Link returns the link type of the program.
func (p *Program) Link() packet.LinkType { return p.link }
