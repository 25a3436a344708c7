package network

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// DHCP is what the first messages of DHCP say (RFC 2131, RFC 2132). Requested, Address and MaxSize are of the latest
// message that has them, the rest of the first. Messages of other clients than the first one's do not count. A text has 256 bytes
// at most.
type DHCP struct {
	MessageType uint8  // of the first message (RFC 2132, section 9.6), 0 for BOOTP
	OptionsOf   uint8  // type of the message of Options
	MaxSize     uint16 // longest message that the client accepts, in bytes (section 9.10)
	HostName    string // of the client (section 3.14)
	MAC         string // of the client, on Ethernet
	Requested   string // address that the client asks for (section 9.1)
	Address     string // address that the client has or is given, of the latest message
	Server      string // section 9.7
	Fingerprint string // the options that the client asks for, in their order, comma separated (section 9.8)
	Options     string // the options in the client's first REQUEST, else in its first message, in their order, comma separated
	Class       string // vendor class (section 9.13)
	UserClass   string // RFC 3004
}

func dhcpColumns() []*metadata.Column {
	type record = *DHCP
	return []*metadata.Column{
		metadata.Text("dhcp_fingerprint", "options that the client asks for, in their order",
			func(m record) string { return m.Fingerprint }),
		metadata.Text("dhcp_class", "vendor class of the client, or that in the server's answer",
			func(m record) string { return m.Class }).Repeating(),
		metadata.Text("dhcp_user_class", "user class of the client (RFC 3004)", func(m record) string { return m.UserClass }),
		metadata.Text("dhcp_host_name", "host name of the client", func(m record) string { return m.HostName }),
		metadata.Text("dhcp_client_mac", "link-layer address of the client", func(m record) string { return m.MAC }),
		metadata.Text("dhcp_requested_address", "address that the client asks for", func(m record) string { return m.Requested }),
		metadata.Text("dhcp_address", "address that the client has or is given", func(m record) string { return m.Address }),
		metadata.Text("dhcp_server", "address by which the server identifies itself", func(m record) string { return m.Server }),
		metadata.Text("dhcp_options", "options in the client's REQUEST, else in its first message, in their order",
			func(m record) string { return m.Options }),
		metadata.Int("dhcp_message_type", "type of the first message: 1 DISCOVER, 2 OFFER, 3 REQUEST, 4 DECLINE, 5 ACK, 6 NAK, "+
			"7 RELEASE, 8 INFORM (RFC 2132)", func(m record) int64 { return int64(m.MessageType) }).Unsigned(8).OrNone(),
		metadata.Int("dhcp_max_size", "longest message that the client accepts",
			func(m record) int64 { return int64(m.MaxSize) }).Unsigned(16).OrNone().Measured("bytes"),
	}
}

// DHCPv6 is what the first message of DHCPv6 says (RFC 8415), within relays. A text has 256 bytes at most.
type DHCPv6 struct {
	MessageType uint8  // section 7.3
	DUID        string // of the client, in hex (section 21.2)
	HostName    string // RFC 4704
	Fingerprint string // the options that the client asks for, in their order, comma separated (section 21.7)
	Class       string // vendor class: the enterprise's number and the data (section 21.16)
	Requested   string // first address or prefix in an identity association
}

func dhcpv6Columns() []*metadata.Column {
	type record = *DHCPv6
	return []*metadata.Column{
		metadata.Int("dhcpv6_message_type", "type of the first message: 1 SOLICIT, 2 ADVERTISE, 3 REQUEST, 7 REPLY, ... (RFC 8415)",
			func(m record) int64 { return int64(m.MessageType) }).Unsigned(8).OrNone(),
		metadata.Text("dhcpv6_duid", "identifier of the client in hex", func(m record) string { return m.DUID }),
		metadata.Text("dhcpv6_host_name", "domain name of the client (RFC 4704)", func(m record) string { return m.HostName }),
		metadata.Text("dhcpv6_fingerprint", "options that the client asks for, in their order",
			func(m record) string { return m.Fingerprint }),
		metadata.Text("dhcpv6_class", "vendor class of the client: number of the enterprise, and data",
			func(m record) string { return m.Class }),
		metadata.Text("dhcpv6_requested_address", "first address or prefix that is asked for or given",
			func(m record) string { return m.Requested }),
	}
}

// setOnce sets a text that has no value yet.
func setOnce(text *string, value string) {
	if *text == "" {
		*text = value
	}
}

// lineOf returns text as a line of valid UTF-8, at most 256 bytes of it, without zeros at the end. Control characters are
// question marks.
func lineOf(value []byte) string {
	value = bytes.TrimRight(value[:min(len(value), maxDHCPTextBytes)], "\x00")
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return '?'
		}
		return r
	}, string(value))
}

// hostOf returns a host name as l7.HostText does, without zeros at the end.
func hostOf(value []byte) string { return l7.HostText(bytes.TrimRight(value, "\x00")) }

// numbersOf returns bytes as numbers, comma separated.
func numbersOf(b []byte) string {
	text := make([]byte, 0, 4*len(b))
	for i, x := range b {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendUint(text, uint64(x), 10)
	}
	return string(text)
}

func ipText(b []byte) string {
	a, _ := netip.AddrFromSlice(b)
	return a.String()
}

func macText(b []byte) string {
	text := make([]byte, 0, 3*len(b))
	for i := range b {
		if i > 0 {
			text = append(text, ':')
		}
		text = hex.AppendEncode(text, b[i:i+1])
	}
	return string(text)
}
