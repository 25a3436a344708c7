package network

import (
	"bytes"
	"encoding/binary"
	"strconv"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// DHCP is what the first message of DHCP says of its sender (RFC 2132).
type DHCP struct {
	Fingerprint string // the options that it asks for, in their order, comma separated (section 9.8)
	Class       string // vendor class (section 9.13)
}

func dhcpColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("dhcp_fingerprint", "options that the client asks for, in their order",
			func(m *DHCP) string { return m.Fingerprint }),
		metadata.Text("dhcp_class", "vendor class of the client", func(m *DHCP) string { return m.Class }),
	}
}

// dhcp is the Dynamic Host Configuration Protocol (RFC 2131, section 2), which has the format of BOOTP (RFC 951,
// section 3).
func dhcp() l7.Proto {
	return l7.Proto{
		ID: categories.DHCP, On: l7.UDP, Ports: []uint16{67, 68}, Min: bootpOptions, First: l7.Bytes(1, 2), Probe: probeDHCP,
		Session: l7.Once(readDHCP), Columns: dhcpColumns(),
		Samples: l7.Samples(bootpHeader + "\x63\x82\x53\x63\x35\x01\x01\xff"),
	}
}

const (
	bootpOptions = 236 // where the options of vendors begin
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
	if len(b) >= bootpOptions+4 && binary.BigEndian.Uint32(b[bootpOptions:]) == dhcpCookie {
		return l7.Match
	}
	if b[1] == 1 && b[2] == 6 && c.OnPort(67) { // BOOTP on Ethernet
		return l7.Match
	}
	return l7.Reject
}

// Options (RFC 2132).
const (
	dhcpPad        = 0
	dhcpHostName   = 12
	dhcpParameters = 55
	dhcpClass      = 60
	dhcpEnd        = 255
)

func readDHCP(c *l7.Ctx) {
	if len(c.Data) < bootpOptions+4 || binary.BigEndian.Uint32(c.Data[bootpOptions:]) != dhcpCookie {
		return
	}
	r := wire.NewCursor(c.Data[bootpOptions+4:])
	for r.Len() > 0 {
		code := r.Uint8()
		if code == dhcpPad {
			continue
		}
		value := r.Bytes(int(r.Uint8()))
		if code == dhcpEnd || !r.OK() {
			return
		}
		switch {
		case len(value) == 0:
		case code == dhcpHostName && printable(value):
			c.Metadata().ServerName = string(bytes.ToLower(value))
		case code == dhcpParameters:
			l7.Record[DHCP](c).Fingerprint = numbersOf(value)
		case code == dhcpClass:
			l7.Record[DHCP](c).Class = string(bytes.TrimRight(value, "\x00"))
		}
	}
}

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

func printable(text []byte) bool {
	for _, b := range text {
		if b <= ' ' || b >= 0x7f {
			return false
		}
	}
	return true
}
