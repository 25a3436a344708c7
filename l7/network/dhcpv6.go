package network

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// dhcpv6 is DHCP for IPv6 (RFC 8415, sections 8, 9 and 21.1), on its ports.
func dhcpv6() l7.Proto {
	return l7.Proto{
		ID: categories.DHCPV6, On: l7.UDP, Ports: []uint16{546, 547}, PortsOnly: true, Min: 4, Probe: probeDHCPv6,
		Session: l7.Once(readDHCPv6), Columns: dhcpv6Columns(),
		Samples: l7.Samples("\x01\x12\x34\x56\x00\x01\x00\x0a\x00\x03\x00\x01\x02\x00\x00\x00\x00\x01\x00\x08\x00\x02\x00\x00"),
	}
}

const (
	dhcpv6Last       = 36  // the highest type of message (IANA, DHCPv6 Message Types)
	dhcpv6LastOption = 255 // above the options of IANA's registry
	dhcpv6Relay      = 12  // RELAY-FORW
	dhcpv6RelayRepl  = 13
)

func probeDHCPv6(c *l7.Ctx) l7.Verdict {
	if !c.OnPort(546) && !c.OnPort(547) {
		return l7.Reject
	}
	r := wire.NewCursor(c.Data)
	kind := r.Uint8()
	if kind == 0 || kind > dhcpv6Last {
		return l7.Reject
	}
	if own := c.SrcPort == 546 || c.SrcPort == 547; own && (c.DstPort == 546 || c.DstPort == 547) && len(c.Data) >= 4 {
		return l7.Match // both ports
	}
	if kind == dhcpv6Relay || kind == dhcpv6RelayRepl {
		r.Skip(1 + 16 + 16) // hops, link address, peer address
	} else {
		r.Skip(3) // transaction
	}
	options := 0
	for ; r.OK() && r.Len() >= 4; options++ {
		if code := r.Uint16(); code == 0 || code > dhcpv6LastOption {
			return l7.Reject
		}
		if n := int(r.Uint16()); n > r.Len() && c.Length() > len(c.Data) {
			return l7.Match
		} else {
			r.Skip(n)
		}
	}
	if !r.OK() || r.Len() > 0 || options == 0 {
		return l7.Reject
	}
	return l7.Match
}

// Options (RFC 8415, section 21; FQDN: RFC 4704).
const (
	dhcpv6ClientID    = 1
	dhcpv6IANA        = 3
	dhcpv6IATA        = 4
	dhcpv6Address     = 5
	dhcpv6Request     = 6
	dhcpv6RelayMsg    = 9
	dhcpv6Class       = 16
	dhcpv6IAPD        = 25
	dhcpv6Prefix      = 26
	dhcpv6FQDN        = 39
	maxDHCPv6Relays   = 8 // HOP_COUNT_LIMIT (section 7.6)
	maxDHCPv6Requests = 64
)

func readDHCPv6(c *l7.Ctx) {
	d := l7.Record[DHCPv6](c)
	r := wire.NewCursor(c.Data)
	for range maxDHCPv6Relays + 1 {
		kind := r.Uint8()
		if kind != dhcpv6Relay && kind != dhcpv6RelayRepl {
			r.Skip(3)
			d.MessageType = kind
			break
		}
		r.Skip(1 + 16 + 16)
		r = dhcpv6Option(r, dhcpv6RelayMsg)
	}
	for r.OK() && r.Len() >= 4 {
		code := r.Uint16()
		if o := r.Block16(); r.OK() {
			d.option(c, code, o)
		}
	}
}

// dhcpv6Option returns the value of the first option of a code; empty if there is none.
func dhcpv6Option(r wire.Cursor, code uint16) wire.Cursor {
	for r.OK() && r.Len() >= 4 {
		found := r.Uint16() == code
		if o := r.Block16(); found && r.OK() {
			return o
		}
	}
	return wire.Cursor{}
}

func (d *DHCPv6) option(c *l7.Ctx, code uint16, o wire.Cursor) {
	switch code {
	case dhcpv6ClientID:
		id := o.Rest()
		d.DUID = hex.EncodeToString(id[:min(len(id), maxDHCPTextBytes/2)])
	case dhcpv6IANA, dhcpv6IATA, dhcpv6IAPD:
		d.association(code, o)
	case dhcpv6Request:
		var numbers []string
		for o.Len() >= 2 && len(numbers) < maxDHCPv6Requests {
			numbers = append(numbers, strconv.Itoa(int(o.Uint16())))
		}
		setOnce(&d.Fingerprint, strings.Join(numbers, ","))
	case dhcpv6Class:
		enterprise := strconv.FormatUint(uint64(o.Uint32()), 10)
		data := o.Block16()
		if o.OK() {
			setOnce(&d.Class, strings.TrimSpace(enterprise+" "+lineOf(data.Rest())))
		}
	case dhcpv6FQDN:
		o.Skip(1) // flags
		setOnce(&d.HostName, dottedName(o))
		c.Metadata().ServerName = hostOf([]byte(d.HostName))
	}
}

// association writes down the first address or prefix of an identity association.
func (d *DHCPv6) association(code uint16, o wire.Cursor) {
	inner := uint16(dhcpv6Address)
	switch code {
	case dhcpv6IATA:
		o.Skip(4)
	case dhcpv6IAPD:
		inner = dhcpv6Prefix
		fallthrough
	default:
		o.Skip(4 + 4 + 4)
	}
	a := dhcpv6Option(o, inner)
	if a.Len() == 0 {
		return
	}
	size := ""
	if inner == dhcpv6Prefix {
		a.Skip(4 + 4)
		size = "/" + strconv.Itoa(int(a.Uint8()))
	}
	if b := a.Bytes(16); a.OK() {
		setOnce(&d.Requested, ipText(b)+size)
	}
}

// dottedName returns a name in the wire format of DNS without compression, of which the end may be missing (RFC 4704,
// section 4.2).
func dottedName(r wire.Cursor) string {
	var name []byte
	for r.Len() > 0 && len(name) < maxDHCPTextBytes {
		label := r.Bytes(int(r.Uint8()))
		if len(label) == 0 || !r.OK() {
			break
		}
		if len(name) > 0 {
			name = append(name, '.')
		}
		name = append(name, label...)
	}
	return lineOf(name)
}
