//go:build !nfstream_no_voip

package voip

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// The ports of STUN and TURN (IANA), and the second one of servers that have two; that of Google's servers.
var portsOfSTUN = []uint16{3478, 3479, 19302}

// stun returns STUN and TURN on UDP (RFC 8489; RFC 8656; RFC 3489), which shares flows with DTLS, RTP and
// channels of TURN (RFC 7983, RFC 9443).
func stun() l7.Proto {
	return l7.Proto{
		ID: categories.STUN, On: l7.UDP, EachDatagram: true, Ports: portsOfSTUN, Min: stunHeader,
		First: l7.Bytes(0x00, 0x01, 0x08), FirstPayload: stunHeader, Probe: probeSTUN, Session: newSTUNSession, Columns: stunColumns(),
		Samples: l7.Samples("\x00\x01\x00\x00\x21\x12\xa4\x420123456789ab",
			"\x01\x01\x00\x0c\x21\x12\xa4\x420123456789ab\x00\x20\x00\x08\x00\x01\xd7\x0a\xe1\x12\xa6\x43",
			"\x00\x01\x00\x08cdef0123456789ab\x00\x03\x00\x04\x00\x00\x00\x00"),
	}
}

// stunStream returns STUN and TURN on TCP, plain (RFC 8489, section 6.2.2), or with the length that precedes each message
// where candidates are checked (RFC 4571, RFC 6544).
func stunStream() l7.Proto {
	return l7.Proto{
		ID: categories.STUN, On: l7.TCP, Ports: portsOfSTUN, First: l7.Bytes(0x00, 0x01), Probe: probeSTUNStream,
		Session: newSTUNStream, Columns: stunColumns(),
		Samples: l7.Samples("\x00\x03\x00\x08\x21\x12\xa4\x420123456789ab\x00\x19\x00\x04\x11\x00\x00\x00",
			"\x00\x1c\x00\x01\x00\x08\x21\x12\xa4\x420123456789ab\x00\x24\x00\x04\x6e\x7f\x1e\xff"),
	}
}

const (
	stunHeader = 20
	stunCookie = 0x2112a442
	lastTURN   = 0x4f // of the first bytes of a channel's data (RFC 8656, section 12)
)

// stunMessage holds the parts of a message that identify its application.
type stunMessage struct {
	kind       uint16
	cookie     bool // RFC 5389 and later
	length     int  // with the header
	attributes int
	known      bool // all attributes are those of a specification or of a vendor
	realm      []byte
	app        categories.ID // identified by the method or an attribute, else 0

	microsoft bool   // it has the cookie of [MS-TURN]
	software  []byte // of the sender
	data      []byte // of the peer, that the server relays

	// The first of each; not valid where the message has none. Mapped is plain, or combined with the cookie.
	plain, mapped, relayed, peer, origin, other netip.AddrPort

	integrity bool
}

// parse parses the message at the start of b. The capture may have truncated its attributes.
func (m *stunMessage) parse(b []byte) bool {
	*m = stunMessage{known: true}
	if len(b) < stunHeader || b[0] >= 0x40 {
		return false
	}
	m.kind, m.length = binary.BigEndian.Uint16(b), stunHeader+int(binary.BigEndian.Uint16(b[2:]))
	m.cookie = binary.BigEndian.Uint32(b[4:]) == stunCookie
	if whatsAppMethods <= m.kind && m.kind <= whatsAppMethods+5 && m.cookie {
		m.app = categories.WhatsAppCall
	}
	return m.readAttributes(b[:min(len(b), m.length)], m.length > len(b))
}

// readAttributes walks through the attributes, which fill the message.
func (m *stunMessage) readAttributes(message []byte, cut bool) bool {
	const header = 4
	pad := 3
	for b := message[stunHeader:]; ; {
		if len(b) < header {
			return len(b) == 0 || cut
		}
		kind, size := binary.BigEndian.Uint16(b), int(binary.BigEndian.Uint16(b[2:]))
		value := b[header:min(len(b), header+size)]
		if len(value) < size && !cut {
			return false
		}
		m.attributes++
		m.readAttribute(kind, value)
		if kind == msMagicCookie {
			pad, m.microsoft = 0, true // [MS-TURN] does not align attributes
		}
		m.readAddress(kind, value, message[4:stunHeader])
		b = b[min(len(b), header+(size+pad)&^pad):]
	}
}

// noMask leaves an address unchanged.
var noMask [16]byte

// Attributes that are addresses (IANA, STUN Attributes; RFC 3489, section 11.2; RFC 5780, section 7).
const (
	plainMapped, sourceAddress, changedAddress = 0x0001, 0x0004, 0x0005
	msDestination, xorPeer, xorRelayed         = 0x0011, 0x0012, 0x0016
	xorMapped, oldXORMapped                    = 0x0020, 0x8020
	responseOrigin, otherAddress               = 0x802b, 0x802c
)

// readAddress reads the attributes that are addresses, the first of each: as they are, or combined with the cookie and the
// transaction (RFC 8489, sections 14.1 and 14.2; RFC 8656, sections 18.3 and 18.5).
func (m *stunMessage) readAddress(kind uint16, value, mask []byte) {
	if to := m.plainAddress(kind); to != nil && !to.IsValid() {
		*to = addressOf(value, noMask[:])
	} else if to = m.maskedAddress(kind); to != nil && !to.IsValid() {
		*to = addressOf(value, mask)
	}
}

// plainAddress returns where an attribute goes that is an address as it is, or nil. In [MS-TURN] (sections 2.2.2.1, 2.2.2.10
// and 2.2.2.11) the one that maps has the relayed address.
func (m *stunMessage) plainAddress(kind uint16) *netip.AddrPort {
	switch {
	case kind == plainMapped && m.microsoft:
		return &m.relayed
	case kind == plainMapped:
		return &m.plain
	case kind == sourceAddress, kind == responseOrigin:
		return &m.origin
	case kind == changedAddress, kind == otherAddress:
		return &m.other
	case m.microsoft && (kind == msDestination || kind == xorPeer):
		return &m.peer
	}
	return nil
}

// maskedAddress returns where an attribute goes that is a combined address, or nil.
func (m *stunMessage) maskedAddress(kind uint16) *netip.AddrPort {
	switch {
	case kind == oldXORMapped, kind == xorMapped && m.cookie:
		return &m.mapped
	case kind == xorRelayed && m.cookie:
		return &m.relayed
	case kind == xorPeer && m.cookie && !m.microsoft:
		return &m.peer
	}
	return nil
}

// addressOf returns an address: the family, the port and the address, combined with a mask.
func addressOf(value, mask []byte) netip.AddrPort {
	const at, family4, family6 = 4, 1, 2
	if len(value) < at+4 || value[1] != family4 && value[1] != family6 || value[1] == family6 && len(value) < at+16 {
		return netip.AddrPort{}
	}
	port := binary.BigEndian.Uint16(value[2:]) ^ binary.BigEndian.Uint16(mask)
	var bytes [16]byte
	size := 4
	if value[1] == family6 {
		size = 16
	}
	for i := range size {
		bytes[i] = value[at+i] ^ mask[i]
	}
	addr, _ := netip.AddrFromSlice(bytes[:size])
	return netip.AddrPortFrom(addr, port)
}

// What vendors use (for Microsoft, [MS-TURN], section 2.2.2, and [MS-ICE2], section 2.2.1).
const (
	msMagicCookie, msVersion, msSequence, msCandidate = 0x000f, 0x8008, 0x8050, 0x8054
	msQuality, msImplementation, msLocation, msIndex  = 0x8055, 0x8070, 0x8095, 0x8036
	msCookieValue                                     = 0x72c64bc6
	whatsAppFirst, whatsAppLast                       = 0x4000, 0x4007
	whatsAppMethods                                   = 0x0800
	zoomFirst, zoomLast                               = 0x0101, 0x0103
)

// Attributes that are evaluated here (IANA, STUN Attributes).
const (
	stunIntegrity, stunData, stunRealm = 0x0008, 0x0013, 0x0014
	stunSoftware                       = 0x8022
	lastComprehended                   = 0x002a // of those that RFCs and Microsoft assign in sequence
)

func (m *stunMessage) readAttribute(kind uint16, value []byte) {
	switch kind {
	case stunIntegrity:
		m.integrity = true
	case stunRealm:
		m.realm = value
	case stunData:
		m.data = value
	case stunSoftware:
		m.software = value
	case msMagicCookie:
		if len(value) == 4 && binary.BigEndian.Uint32(value) == msCookieValue {
			m.app = categories.TeamsCall
		}
	case msVersion, msSequence, msCandidate, msQuality, msImplementation, msLocation, msIndex:
		m.app = categories.TeamsCall
	case zoomFirst, zoomLast:
		m.app = categories.Zoom
		return
	}
	if whatsAppFirst <= kind && kind <= whatsAppLast && m.cookie {
		m.app = categories.WhatsAppCall
	}
	m.known = m.known && (0 < kind && kind <= lastComprehended || kind >= 0x8000)
}

// probeSTUN recognises a message with the cookie, and a message of RFC 3489 with attributes that fill it. A message of
// RFC 3489 without attributes requires one of the other side with the same transaction.
func probeSTUN(c *l7.Ctx) l7.Verdict {
	var m stunMessage
	if !m.parse(c.Data) || m.length != c.Length() {
		return l7.Reject
	}
	switch {
	case m.cookie, m.app != 0 && m.isClassic():
		return l7.Match
	case !m.isClassic() || !m.known:
		return l7.Reject
	case m.attributes > 0 && m.length > stunHeader+4, sameTransaction(c):
		return l7.Match
	case bytes.Count(c.Data[4:stunHeader], []byte{0}) > 4: // a transaction is random
		return l7.Reject
	}
	return l7.Weak
}

// isClassic reports whether the type is one of RFC 3489, or of the TURN that Microsoft's is derived from.
func (m *stunMessage) isClassic() bool {
	switch m.kind {
	case 0x0001, 0x0101, 0x0111, 0x0002, 0x0102, 0x0112, 0x0003, 0x0103, 0x0113, 0x0004, 0x0115:
		return true
	}
	return false
}

// sameTransaction reports whether the first message of the other side has the transaction of this one.
func sameTransaction(c *l7.Ctx) bool {
	const id = 4
	other := c.First(1 - c.Dir)
	return len(other) == stunHeader && string(other[id:]) == string(c.Data[id:stunHeader])
}

// probeSTUNStream recognises a message with the cookie, with or without a length prefix.
func probeSTUNStream(c *l7.Ctx) l7.Verdict {
	const framing = 2
	b := c.Data
	if b[0] > 1 {
		return l7.Reject
	}
	plain, framed := streamBegins(b), l7.Verdict(l7.More)
	if len(b) > framing {
		framed = streamBegins(b[framing:])
		if size := int(binary.BigEndian.Uint16(b)); framed != l7.Reject && size < stunHeader {
			framed = l7.Reject
		}
	}
	return max(plain, framed)
}

// streamBegins checks the type, length and cookie at the start of a message.
func streamBegins(b []byte) l7.Verdict {
	const cookieAt = 4
	switch {
	case b[0] > 1, len(b) > 3 && b[3]&3 != 0:
		return l7.Reject
	case len(b) <= cookieAt:
		return l7.More
	}
	if v := l7.Prefix(b[cookieAt:], "\x21\x12\xa4\x42"); v != l7.Match {
		return v
	}
	return l7.Match
}

// callOf returns the application with servers in a realm, or 0 if the realm is unknown.
func callOf(realm string) categories.ID {
	for _, r := range [...]struct {
		domain string
		app    categories.ID
	}{
		{"google.com", categories.GoogleCall}, {"telegram.org", categories.TelegramVoip}, {"signal.org", categories.SignalVoip},
		{"turner.facebook", categories.FacebookVoip}, {"facebook.com", categories.FacebookVoip}, {"viber.com", categories.ViberVoip},
		{"whatsapp.net", categories.WhatsAppCall}, {"whatsapp.com", categories.WhatsAppCall}, {"zoom.us", categories.Zoom},
		{"snapchat.com", categories.SnapchatCall}, {"line.me", categories.LineCall},
	} {
		if rest, ok := strings.CutSuffix(realm, r.domain); ok && (rest == "" || rest[len(rest)-1] == '.') {
			return r.app
		}
	}
	return 0
}
