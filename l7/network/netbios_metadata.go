package network

import (
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// NetBIOS is what the first message of the name or datagram service says.
type NetBIOS struct {
	Operation   string   // of the name service (RFC 1002, section 4.2.1.1)
	Name        string   // that is asked for, registered, or of the sender of a datagram
	Purpose     uint8    // the last byte of Name: 0x00 a host, 0x20 a file server, 0x1b a domain's master
	Destination string   // name that a datagram is for
	Names       []string // of a node's status, and their purposes, such as SERVER<20>; MaxNetBIOSNames at most
}

// MaxNetBIOSNames bounds NetBIOS.Names.
const MaxNetBIOSNames = 16

func netbiosColumns() []*metadata.Column {
	type record = *NetBIOS
	return []*metadata.Column{
		metadata.Text("netbios_operation", "operation of the name service: query, registration, release, wack, refresh",
			func(m record) string { return m.Operation }).Repeating(),
		metadata.Text("netbios_name", "name that is asked for or registered, or that of the sender of a datagram",
			func(m record) string { return m.Name }),
		metadata.Int("netbios_purpose", "last byte of that name: 0 a host, 32 a file server, 27 the master browser of a domain",
			func(m record) int64 { return int64(m.Purpose) }).Unsigned(8),
		metadata.Text("netbios_destination", "name that a datagram is for", func(m record) string { return m.Destination }),
		metadata.Texts("netbios_names", "names in the status of a node, with their purposes in hex, the first 16",
			func(m record) []string { return m.Names }),
	}
}

// netbiosOperations are the operations by their codes.
var netbiosOperations = [16]string{0: "query", 5: "registration", 6: "release", 7: "wack", 8: "refresh", 9: "refresh",
	15: "registration"}

// The lengths of NetBIOS names and of what stands before and after them.
const (
	netbiosNameLength = 15 // without the purpose
	netbiosStatus     = 0x21
	datagramNames     = 14 // offset of the names in a datagram
	datagramName      = 34 // length of a name without a scope
)

func readNetBIOSName(c *l7.Ctx) {
	h, ok := parseNetBIOSHeader(c.Data)
	r := h.everything
	name, known := netbiosText(&r)
	if !ok || !known {
		return
	}
	d := l7.Record[NetBIOS](c)
	d.Operation = netbiosOperations[h.opcode]
	d.Name, d.Purpose = netbiosLine(name[:netbiosNameLength]), name[netbiosNameLength]
	setNetBIOSName(c, name)
	if h.response && r.Uint8() == 0 && r.Uint16() == netbiosStatus {
		r.Skip(2 + 4 + 2) // class, time to live, length
		d.status(r)
	}
}

// status reads the names in the status of a node (RFC 1002, section 4.2.18).
func (d *NetBIOS) status(r wire.Cursor) {
	for n := min(r.Uint8(), MaxNetBIOSNames); n > 0; n-- {
		name := r.Bytes(netbiosNameLength + 1)
		r.Skip(2) // flags
		if !r.OK() {
			return
		}
		const digits = "0123456789abcdef"
		purpose := name[netbiosNameLength]
		d.Names = append(d.Names, netbiosLine(name[:netbiosNameLength])+"<"+string(digits[purpose>>4])+string(digits[purpose&15])+">")
	}
}

func readNetBIOSDatagram(c *l7.Ctx) {
	const data = datagramNames + 2*datagramName
	if b := c.Data; len(b) >= data+4 && string(b[data:data+4]) == "\xffSMB" {
		c.SetApplication(categories.SMBv1)
	}
	r := wire.NewCursor(c.Data)
	r.Skip(datagramNames)
	name, ok := netbiosText(&r)
	if !ok {
		return
	}
	d := l7.Record[NetBIOS](c)
	d.Name, d.Purpose = netbiosLine(name[:netbiosNameLength]), name[netbiosNameLength]
	setNetBIOSName(c, name)
	r.Skip(1)
	if to, ok := netbiosText(&r); ok {
		d.Destination = netbiosLine(to[:netbiosNameLength])
	}
}

// netbiosLine returns a name without what fills it up.
func netbiosLine(name []byte) string { return strings.TrimRight(lineOf(name), " ") }

// setNetBIOSName sets the flow's name, in lower case and without the spaces that fill it up.
func setNetBIOSName(c *l7.Ctx, name [16]byte) {
	text := strings.TrimRight(string(name[:netbiosNameLength]), " \x00")
	if text == "" || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
		return
	}
	c.Metadata().ServerName = strings.ToLower(text)
}
