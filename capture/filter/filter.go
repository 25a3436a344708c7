// Package filter compiles filter expressions, in the language of pcap-filter(7), into programs that tell which frames
// match: classic BPF, as a kernel takes it, which also runs here, over any frame and on any system.
//
// # The language
//
// It is that of libpcap 1.10's manual page, with these differences:
//
//   - Names of hosts, networks and Ethernet stations are not resolved, so addresses are numbers, and "gateway", which
//     needs a name, is refused. Names of ports are those of a built-in table, a part of IANA's registry with the
//     protocols assigned there, and not those of /etc/services; so are names of protocols, which need no backslash
//     behind "proto".
//   - protochain follows up to eight headers, as programs have no loops. Longer chains do not match.
//   - "ip broadcast" knows no netmask, and matches 255.255.255.255 and 0.0.0.0.
//   - "vlan", "mpls", "pppoes", "geneve" and "vxlan" move the offsets for what stands behind them in the expression, in
//     parentheses or not, as the manual says. vxlan [vni] (UDP port 4789) is an addition.
//   - What belongs to ATM, to signalling system 7 or to logs of pf is refused.
//
// # Link types
//
// Those that package packet decodes and whose headers have their fields in places that can be computed: not NFLOG, PKTAP,
// ERF, TZSP, DOCSIS, GFP, AX.25, Fibre Channel, multilink frame relay, and of Juniper's those of bundles and of cards whose
// cookies are not known, for which libpcap has no programs that look at protocols either. Tags other than those of VLANs and
// MPLS are not passed over.
//
// A protocol that a link type never carries matches nothing there, as ARP behind a raw IP header; what its frames have no
// field for, as an Ethernet address there, is an error that wraps ErrLink. IEEE 802.11 within PPI is the only link type
// looked at there, and no other frame of that link type matches.
//
// # Rejected by accident
//
// As in BPF everywhere, a program that loads beyond the end of a frame rejects the frame, so that on cut or short
// frames neither an expression nor its negation may match.
package filter

import (
	"golang.org/x/net/bpf"

	"github.com/nfstream/nfstream-go/packet"
)

// Program tells which frames of one link type match. It may be used by several goroutines at once.
type Program struct {
	code []operation
	link packet.LinkType
}

// Option changes what programs are for.
type Option func(*settings)

type settings struct{ live bool }

// Live makes programs for sockets of Linux (SO_ATTACH_FILTER), where the kernel takes VLAN tags off the frame and keeps
// them beside it: "vlan" looks there for the outermost tag, and in the frame where there is none. "inbound" and
// "outbound" are known for every link type. Match treats a frame as one that had no tag taken off, and rejects it where
// the program asks which way it went.
func Live(s *settings) { s.live = true }

// Compile makes a program of an expression for frames that begin with the header of the link type. An expression
// without a word matches every frame. Errors are a *SyntaxError; one that wraps ErrLink would compile for another link
// type.
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

// Match reports whether the frame matches. WireLength is its length on the wire, which "len" is. Match allocates
// nothing.
func (p *Program) Match(frame []byte, wireLength int) bool {
	return run(p.code, frame, uint32(wireLength))
}

// Instructions returns the program as SO_ATTACH_FILTER takes it. It returns the number of bytes to keep of the frame:
// 0 for one that does not match, else 262144.
func (p *Program) Instructions() []bpf.RawInstruction {
	raw := make([]bpf.RawInstruction, len(p.code))
	for i, o := range p.code {
		raw[i] = bpf.RawInstruction{Op: uint16(o.code), Jt: o.jt, Jf: o.jf, K: o.k}
	}
	return raw
}

// Link returns the link type that the program is for.
func (p *Program) Link() packet.LinkType { return p.link }
