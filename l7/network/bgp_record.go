package network

import (
	"encoding/binary"
	"net/netip"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// BGP is what both sides say when they open.
type BGP struct {
	_ metadata.Uncompared

	AS, Peer   uint32 // number of the autonomous system of who opens first, and of the other side
	Identifier string // of who opens first
}

func bgpColumns() []*metadata.Column {
	columns := metadata.IntColumns(`bgp_as 32 autonomous system of who opens first
bgp_peer_as 32 autonomous system of the other side`, func(m *BGP, i int) int64 {
		return [...]int64{int64(m.AS), int64(m.Peer)}[i]
	})
	return append(columns, metadata.Text("bgp_identifier", "identifier of who opens first", func(m *BGP) string { return m.Identifier }))
}

// bgpDialogue reads the OPEN of both sides.
var bgpDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 1 << 9, Length: func(b []byte) int {
		switch {
		case len(b) > 0 && b[0] != 0xff:
			return -1
		case len(b) < 19:
			return 0
		case b[16] == 0 && b[17] < 19:
			return -1
		}
		return int(binary.BigEndian.Uint16(b[16:]))
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		if b[18] != 1 || len(b) < 29 {
			return b[18] != 4
		}
		m := l7.Record[BGP](c)
		if m.AS != 0 {
			m.Peer = openedAS(b)
			return true
		}
		m.AS, m.Identifier = openedAS(b), netip.AddrFrom4([4]byte(b[24:28])).String()
		return false
	},
}

// openedAS returns the number in an OPEN (RFC 4271, section 4.2), or in its capability of four bytes (RFC 6793, section 3).
func openedAS(b []byte) uint32 {
	const capabilities, fourBytes = 2, 65
	as := uint32(binary.BigEndian.Uint16(b[20:]))
	for r := wire.NewCursor(b[29:]); r.Len() > 0; {
		kind, parameter := r.Uint8(), r.Block8()
		for kind == capabilities && parameter.Len() > 0 {
			code, value := parameter.Uint8(), parameter.Block8()
			if code == fourBytes && value.Len() == 4 {
				as = value.Uint32()
			}
		}
	}
	return as
}

// NATPMP is what a client asks for and gets.
type NATPMP struct {
	_ metadata.Uncompared

	Address            string // the external one
	Internal, External uint16 // ports
}

func natPMPColumns() []*metadata.Column {
	columns := metadata.IntColumns(`natpmp_internal_port 16 port of the client
natpmp_external_port 16 port that the gateway maps to it, or is asked for`, func(m *NATPMP, i int) int64 {
		return [...]int64{int64(m.Internal), int64(m.External)}[i]
	})
	return append(columns, metadata.Text("natpmp_external_address", "external address of the gateway",
		func(m *NATPMP) string { return m.Address }))
}

// natPMPDialogue reads requests and responses (RFC 6886, sections 3.2 and 3.3).
var natPMPDialogue = &frames.Dialogue{Read: func(c *l7.Ctx, b []byte) (done bool) {
	if len(b) < 12 || b[0] != 0 {
		return false
	}
	m := l7.Record[NATPMP](c)
	switch b[1] {
	case 128:
		m.Address = netip.AddrFrom4([4]byte(b[8:12])).String()
	case 1, 2:
		m.Internal, m.External = binary.BigEndian.Uint16(b[4:]), binary.BigEndian.Uint16(b[6:])
	case 129, 130:
		m.Internal, m.External = binary.BigEndian.Uint16(b[8:]), binary.BigEndian.Uint16(b[10:])
	}
	return false
}}
