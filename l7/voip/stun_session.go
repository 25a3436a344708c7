//go:build !nfstream_no_voip

package voip

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"strings"
	"time"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// stunSession reads the STUN messages of a UDP flow to identify the application. It also detects what the flow carries
// next: DTLS, RTP, or channel data.
type stunSession struct {
	app  categories.ID
	peer netip.AddrPort // the last that flows are expected with
}

func newSTUNSession() l7.Session { return new(stunSession) }

// early is the number of packets after which a flow keeps the protocol STUN. Before that, DTLS or RTP in the flow
// replaces STUN.
const early = 7

// Read reads a datagram.
func (s *stunSession) Read(c *l7.Ctx) l7.Verdict {
	switch first := c.Data[0]; {
	case first < 4, first == 0x08:
		s.message(c, c.Data)
	case isDTLS(c.Data):
		if c.Number() <= early {
			c.SetProtocol(categories.DTLS)
		}
		c.Handover(c.Data, nil)
	case isRTP(c.Data):
		switch {
		case c.Number() > early:
		case s.app != 0:
			c.SetProtocol(categories.SRTP)
		default:
			c.SetApplication(categories.RTP)
		}
		return l7.Match
	default:
		s.relayed(c, channelData(c.Data))
	}
	return l7.More
}

// channelData returns what a server relays between a client and its peer: the data of a channel of TURN (RFC 8656, section
// 12.4), or of a multiplexed one ([MS-TURN], section 2.2.3); nil if the datagram is something else.
func channelData(b []byte) []byte {
	const header, multiplexed, most = 4, 12, 3 // bytes of padding
	if len(b) < header {
		return nil
	}
	extra := len(b) - header - int(binary.BigEndian.Uint16(b[2:]))
	switch {
	case 0x40 <= b[0] && b[0] <= lastTURN && 0 <= extra && extra <= most:
		return b[header : len(b)-extra]
	case len(b) > multiplexed && b[0] == 0xff && b[1] == 0x10 && extra == 0:
		return b[multiplexed:]
	}
	return nil
}

// relayed reads a message between the client and its peer.
func (s *stunSession) relayed(c *l7.Ctx, b []byte) {
	var m stunMessage
	if len(b) < stunHeader || b[0] >= 4 || !m.parse(b) || m.length != len(b) || !m.cookie {
		return
	}
	if m.app != 0 && s.app == 0 {
		s.identify(c, m.app)
	}
	if a := m.mappedAddress(); a.IsValid() {
		noteAddress(&l7.Record[STUN](c).Mapped, a)
	}
}

// message parses a message and records its addresses, realm and application.
func (s *stunSession) message(c *l7.Ctx, b []byte) {
	var m stunMessage
	if !m.parse(b) {
		return
	}
	if name := nameOf(m.realm); name != "" && c.Metadata().ServerName == "" {
		c.Metadata().ServerName = name
		if app := callOf(name); app != 0 {
			m.app = app
		} else {
			c.Classify()
		}
	}
	if m.app == 0 && s.app == 0 {
		m.app = m.appOf(c)
	}
	m.note(c)
	if m.app != 0 && m.app != s.app {
		s.identify(c, m.app)
	}
	if s.app != 0 && m.peer.IsValid() && m.peer != s.peer {
		s.peer = m.peer
		s.expect(c, m.peer)
	}
	if s.app != 0 && m.relayed.IsValid() {
		s.expect(c, m.relayed)
	}
	s.relayed(c, m.data)
}

// identify sets the application, and expects more of it at both ends.
func (s *stunSession) identify(c *l7.Ctx, app categories.ID) {
	s.app = app
	c.SetApplication(app)
	if app == categories.TeamsCall {
		noteStream(c)
	}
	src, dst := c.Addresses()
	s.expect(c, netip.AddrPortFrom(src, c.SrcPort))
	s.expect(c, netip.AddrPortFrom(dst, c.DstPort))
}

// noteStream writes down what Teams sends by the server's port, or by a client's (Microsoft, Media in Teams: port ranges).
func noteStream(c *l7.Ctx) {
	const server, client, each = 3479, 50000, 20
	streams := [...]string{"audio", "video", "screen"}
	for _, port := range [...]uint16{c.SrcPort, c.DstPort} {
		if i := int(port) - server; 0 <= i && i < len(streams) {
			l7.Record[STUN](c).Stream = streams[i]
			return
		}
	}
	for _, port := range [...]uint16{c.SrcPort, c.DstPort} {
		if i := (int(port) - client) / each; port >= client && i < len(streams) {
			l7.Record[STUN](c).Stream = streams[i]
			return
		}
	}
}

// expect expects STUN with an end point to be of the same application: a client finds ways for a call by one port.
func (s *stunSession) expect(c *l7.Ctx, end netip.AddrPort) {
	c.Expect(l7.Expectation{Addr: end.Addr(), Port: end.Port(), On: l7.UDP, Lifetime: lifetimeOfCall,
		Classification: l7.Classification{Protocol: categories.STUN, Application: s.app}})
}

// lifetimeOfCall is how long flows of a call are expected: that of a TURN allocation (RFC 8656, section 3.2).
const lifetimeOfCall = 10 * time.Minute

// note writes down the first addresses, and the first program.
func (m *stunMessage) note(c *l7.Ctx) {
	mapped := m.mappedAddress()
	if !mapped.IsValid() && !m.relayed.IsValid() && !m.peer.IsValid() && !m.origin.IsValid() && !m.other.IsValid() &&
		len(m.software) == 0 {
		return
	}
	r := l7.Record[STUN](c)
	noteAddress(&r.Mapped, mapped)
	noteAddress(&r.Relayed, m.relayed)
	noteAddress(&r.Peer, m.peer)
	noteAddress(&r.ResponseOrigin, m.origin)
	noteAddress(&r.Other, m.other)
	if r.Software == "" {
		r.Software = textOf(bytes.TrimRight(m.software, "\x00 "))
	}
}

// mappedAddress returns the address of the client that the server sees. NATs may rewrite it where it is plain (RFC 8489,
// section 14.2).
func (m *stunMessage) mappedAddress() netip.AddrPort {
	if m.mapped.IsValid() {
		return m.mapped
	}
	return m.plain
}

func noteAddress(to *string, a netip.AddrPort) {
	if *to == "" && a.IsValid() {
		*to = a.String()
	}
}

// nameOf returns a realm that is a name of a domain, else nothing: a realm may be any text.
func nameOf(realm []byte) string {
	const longest = 253
	if len(realm) > longest || !bytes.ContainsRune(realm, '.') {
		return ""
	}
	for _, r := range realm {
		if r != '.' && r != '-' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z') {
			return ""
		}
	}
	return strings.ToLower(string(realm))
}

// appOf identifies the application by missing attributes, or else by the server's address. WhatsApp's peers send
// binding requests without user names.
func (m *stunMessage) appOf(c *l7.Ctx) categories.ID {
	const bindingRequest = 0x0001
	if m.kind == bindingRequest && m.integrity && m.attributes == 1 {
		return categories.WhatsAppCall
	}
	src, dst := c.Addresses()
	if app := callAt(dst, c.DstPort); app != 0 {
		return app
	}
	return callAt(src, c.SrcPort)
}

// mediaServers are the networks and ports of servers for calls that their operators publish: Google (Prepare your network
// for Meet meetings), and Microsoft (Office 365 URLs and IP address ranges, id 11).
var mediaServers = [...]struct {
	network     netip.Prefix
	first, last uint16 // besides the port of STUN
	app         categories.ID
}{
	{netip.MustParsePrefix("142.250.82.0/24"), 19302, 19309, categories.GoogleCall},
	{netip.MustParsePrefix("74.125.250.0/24"), 19302, 19309, categories.GoogleCall},
	{netip.MustParsePrefix("74.125.247.128/32"), 19302, 19309, categories.GoogleCall},
	{netip.MustParsePrefix("2001:4860:4864:5::/64"), 19302, 19309, categories.GoogleCall},
	{netip.MustParsePrefix("2001:4860:4864:6::/64"), 19302, 19309, categories.GoogleCall},
	{netip.MustParsePrefix("52.112.0.0/14"), 3478, 3481, categories.TeamsCall},
	{netip.MustParsePrefix("52.122.0.0/15"), 3478, 3481, categories.TeamsCall},
	{netip.MustParsePrefix("13.107.64.0/18"), 3478, 3481, categories.TeamsCall},
}

// callAt returns the application with a call server at an address and port, or 0 if there is none.
func callAt(addr netip.Addr, port uint16) categories.ID {
	for i := range mediaServers {
		s := &mediaServers[i]
		if s.network.Contains(addr) && (port == portsOfSTUN[0] || s.first <= port && port <= s.last) {
			return s.app
		}
	}
	if categories.ByAddress(addr) == categories.Telegram {
		return categories.TelegramVoip
	}
	return 0
}

// Close has nothing to add.
func (s *stunSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *stunSession) Reset() { *s = stunSession{} }

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *stunSession) Holds() int { return int(unsafe.Sizeof(*s)) }
