package remote

import (
	"encoding/binary"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
)

// rdp is the Remote Desktop Protocol: the request to connect or its confirmation (MS-RDPBCGR, sections 2.2.1.1 and 2.2.1.2), in
// TPKT (RFC 1006, section 6) and X.224 (ITU-T X.224, section 13). What follows may be TLS: the flow is then TLS with RDP within it
// where the client has named itself by a cookie.
func rdp() l7.Proto {
	return l7.Proto{
		ID: categories.RDP, On: l7.TCP, Ports: []uint16{3389}, First: l7.Bytes(3), Probe: probeRDP,
		Session: func() l7.Session { return new(rdpSession) }, Columns: rdpColumns(),
		Samples: l7.Samples("\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x0b\x00\x00\x00",
			"\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00\x02\x1f\x08\x00\x08\x00\x00\x00",
			"\x03\x00\x00\x2a\x25\xe0\x00\x00\x00\x00\x00Cookie: mstshash=a\r\n",
			"\x03\x00\x00\x0b\x06\xe0\x00\x00\x00\x00\x00"),
	}
}

const (
	x224Request, x224Confirm = 0xe0, 0xd0
	x224Header               = 4 + 7
)

// The types of negotiation.
const (
	negotiationRequest = iota + 1
	negotiationResponse
	negotiationFailure
)

func probeRDP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	for i, want := range [...]int{3, 0, -1, -1, -1, -1, -1, -1, -1, -1, 0} { // version, length; length, type, references, class
		switch {
		case i == len(b):
			return l7.More
		case want >= 0 && int(b[i]) != want, i == 5 && b[5] != x224Request && b[5] != x224Confirm:
			return l7.Reject
		case i == 4 && int(b[4])+5 != int(binary.BigEndian.Uint16(b[2:])):
			return l7.Reject
		}
	}
	rest := b[x224Header:]
	switch {
	case b[4] == x224Header-5 && c.OnPort(3389):
		return l7.Match
	case b[4] == x224Header-5:
		return l7.Reject
	case b[5] == x224Confirm:
		return judgeNegotiation(rest, negotiationResponse, negotiationFailure)
	}
	return max(l7.Prefix(rest, "Cookie: "), judgeNegotiation(rest, negotiationRequest, negotiationRequest))
}

// judgeNegotiation judges a type, flags, and a length of eight.
func judgeNegotiation(b []byte, from, to byte) l7.Verdict {
	switch {
	case len(b) > 0 && (b[0] < from || b[0] > to):
		return l7.Reject
	case len(b) < 2:
		return l7.More
	}
	return l7.Prefix(b[2:], "\x08\x00")
}

// rdpSession reads the request, and hands over to TLS once the server has chosen it.
type rdpSession struct {
	sides  [2]frames.Reader
	server uint8 // its direction, plus 1, once the request was read
	cookie bool  // the client has named itself
}

// rdpForm is the form of TPKT.
var rdpForm = frames.Form{Keep: 1 << 9, Length: func(b []byte) int {
	switch {
	case len(b) > 0 && b[0] != 3:
		return -1
	case len(b) < 4:
		return 0
	case b[2] == 0 && b[3] < x224Header:
		return -1
	}
	return int(binary.BigEndian.Uint16(b[2:]))
}}

// Read reads bytes of a direction.
func (s *rdpSession) Read(c *l7.Ctx) l7.Verdict {
	if s.server == 0 {
		s.server = 2 - c.Dir
		if len(c.Data) > 5 && c.Data[5] == x224Confirm {
			s.server = c.Dir + 1
		}
		s.cookie = len(c.Data) > x224Header && c.Data[x224Header] == 'C'
	}
	for data := c.Data; len(data) > 0; {
		message, rest, ok := s.sides[c.Dir].Next(&rdpForm, data)
		data = rest
		switch {
		case !ok && s.server != c.Dir+1:
			return l7.More
		case !ok:
			return l7.Match
		case message == nil:
		case s.server != c.Dir+1:
			readRDPRequest(c, message[x224Header:])
		default:
			return s.confirm(c, message[x224Header:], rest)
		}
	}
	return l7.More
}

// confirm reads what follows X.224's header in the server's first message.
func (s *rdpSession) confirm(c *l7.Ctx, b, rest []byte) l7.Verdict {
	if len(b) < 8 || b[0] != negotiationResponse {
		return l7.Match
	}
	selected := binary.LittleEndian.Uint32(b[4:])
	l7.Record[RDP](c).Selected = rdpProtocols(selected)[0]
	if selected == 0 {
		return l7.Match
	}
	if s.cookie {
		c.SetProtocol(categories.TLS)
		c.SetApplication(categories.RDP)
	}
	c.Handover(rest, nil)
	return l7.More
}

// Awaits is true of the confirmation (l7.Awaiter).
func (s *rdpSession) Awaits(dir uint8) bool { return s.server == dir+1 }

// Close has nothing to add.
func (s *rdpSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *rdpSession) Reset() {
	s.sides[0].Reset()
	s.sides[1].Reset()
	*s = rdpSession{sides: s.sides}
}

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *rdpSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + s.sides[0].Holds() + s.sides[1].Holds()
}

// rdpDatagram is RDP over UDP (MS-RDPEUDP, sections 2.2.2.1 and 3.1.5.1.1): what opens a connection, which fills a datagram of the
// size that the sender takes.
func rdpDatagram() l7.Proto {
	sample := "\xff\xff\xff\xff\x00\x40\x18\x01\xbb\xff\xf5\x68\x04\xd0\x04\xd0"
	return l7.Proto{
		ID: categories.RDP, On: l7.UDP, Ports: []uint16{3389}, Min: minRDPDatagram, Max: 1232, Probe: probeRDPDatagram,
		Samples: l7.Samples(sample + string(make([]byte, minRDPDatagram-len(sample)))),
	}
}

const minRDPDatagram = 1132

func probeRDPDatagram(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < minRDPDatagram || len(b) > 1232 || b[7]&1 == 0 { // SYN
		return l7.Reject
	}
	up, down := binary.BigEndian.Uint16(b[12:]), binary.BigEndian.Uint16(b[14:])
	if up < minRDPDatagram || up > 1232 || down < minRDPDatagram || down > 1232 {
		return l7.Reject
	}
	if acknowledges := b[7]&4 != 0; !acknowledges && binary.BigEndian.Uint32(b) != 1<<32-1 {
		return l7.Reject
	}
	return l7.Match
}
