package network

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// dhcp is the Dynamic Host Configuration Protocol (RFC 2131, section 2), which has the format of BOOTP (RFC 951,
// section 3).
func dhcp() l7.Proto {
	return l7.Proto{
		ID: categories.DHCP, On: l7.UDP, Ports: []uint16{67, 68}, Min: bootpOptions, First: l7.Bytes(1, 2), Probe: probeDHCP,
		Session: func() l7.Session { return new(dhcpSession) }, Columns: dhcpColumns(),
		Samples: l7.Samples(bootpHeader + "\x63\x82\x53\x63\x35\x01\x01\xff"),
	}
}

const (
	bootpClient  = 12 // ciaddr, the address that the client has
	bootpYour    = 16 // yiaddr, the address that the server gives
	bootpMAC     = 28 // chaddr
	bootpOptions = 236
	dhcpCookie   = 0x63825363
	bootpHeader  = "\x01\x01\x06\x00\x12\x34\x56\x78" + zeros20 + "\x02\x00\x00\x00\x00\x01" + zeros20 + zeros60 + zeros60 +
		zeros60 + "\x00\x00"
	zeros20 = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	zeros60 = zeros20 + zeros20 + zeros20
)

func probeDHCP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < bootpOptions || b[0] != 1 && b[0] != 2 || b[2] > 16 || b[3] > 16 {
		return l7.Reject
	}
	if hasDHCPOptions(b) {
		return l7.Match
	}
	if b[1] == 1 && b[2] == 6 && c.OnPort(67) { // BOOTP on Ethernet
		return l7.Match
	}
	return l7.Reject
}

func hasDHCPOptions(b []byte) bool {
	return len(b) >= bootpOptions+4 && binary.BigEndian.Uint32(b[bootpOptions:]) == dhcpCookie
}

// Options (RFC 2132; user class: RFC 3004).
const (
	dhcpPad          = 0
	dhcpHostName     = 12
	dhcpRequested    = 50
	dhcpMessageType  = 53
	dhcpServer       = 54
	dhcpParameters   = 55
	dhcpMaxSize      = 57
	dhcpClass        = 60
	dhcpUserClass    = 77
	dhcpEnd          = 255
	dhcpTypeRequest  = 3
	maxDHCPMessages  = 4 // DISCOVER, OFFER, REQUEST, ACK
	maxDHCPTextBytes = 256
)

// dhcpSession reads the first messages of a flow: what a client asks for is in several of them.
type dhcpSession struct{ messages int }

// Read reads a datagram.
func (s *dhcpSession) Read(c *l7.Ctx) l7.Verdict {
	s.messages++
	if hasDHCPOptions(c.Data) {
		readDHCP(c, l7.Record[DHCP](c))
	}
	if s.messages == maxDHCPMessages {
		return l7.Match
	}
	return l7.More
}

// Close has nothing to add.
func (*dhcpSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *dhcpSession) Reset() { *s = dhcpSession{} }

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (*dhcpSession) Holds() int { return 8 }

func readDHCP(c *l7.Ctx, d *DHCP) {
	b := c.Data
	request := b[0] == 1
	if d.MAC == "" && b[1] == 1 && b[2] == 6 {
		d.MAC = macText(b[bootpMAC : bootpMAC+6])
	}
	var options [256]byte
	listed, kind := options[:0], byte(0)
	r := wire.NewCursor(b[bootpOptions+4:])
	for r.Len() > 0 {
		code := r.Uint8()
		if code == dhcpPad {
			continue
		}
		value := r.Bytes(int(r.Uint8()))
		if code == dhcpEnd || !r.OK() {
			break
		}
		if len(listed) < len(options) {
			listed = append(listed, code)
		}
		if code == dhcpMessageType && len(value) == 1 {
			kind = value[0]
		}
		if len(value) > 0 {
			d.option(c, code, value, request)
		}
	}
	if d.MessageType == 0 {
		d.MessageType = kind
	}
	d.addresses(b, request)
	if request && (d.Options == "" || kind == dhcpTypeRequest && !d.requested()) {
		d.Options = numbersOf(listed)
		d.OptionsOf = kind
	}
}

// requested reports whether the options listed are those of a REQUEST.
func (d *DHCP) requested() bool { return d.OptionsOf == dhcpTypeRequest }

// option writes down an option that is there and not empty.
func (d *DHCP) option(c *l7.Ctx, code byte, value []byte, request bool) {
	switch {
	case code == dhcpServer && len(value) == 4:
		d.Server = ipText(value)
	case code == dhcpHostName:
		d.host(c, value)
	case code == dhcpClass:
		setOnce(&d.Class, lineOf(value))
	case !request:
	case code == dhcpRequested && len(value) == 4:
		d.Requested = ipText(value)
	case code == dhcpParameters:
		setOnce(&d.Fingerprint, numbersOf(value))
	case code == dhcpMaxSize && len(value) == 2:
		d.MaxSize = binary.BigEndian.Uint16(value)
	case code == dhcpUserClass:
		setOnce(&d.UserClass, lineOf(value))
	}
}

// host writes down the client's name.
func (d *DHCP) host(c *l7.Ctx, value []byte) {
	setOnce(&d.HostName, lineOf(value))
	if m := c.Metadata(); m.ServerName == "" {
		m.ServerName = hostOf(value)
	}
}

// addresses writes down which address the client has or gets.
func (d *DHCP) addresses(b []byte, request bool) {
	at := bootpYour
	if request {
		at = bootpClient
	}
	if a := b[at : at+4]; binary.BigEndian.Uint32(a) != 0 {
		d.Address = ipText(a)
	}
}
