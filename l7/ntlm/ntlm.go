// Package ntlm reads the messages of NT LAN Manager authentication (MS-NLMP), which many protocols carry.
package ntlm

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// Message is what a message says of the two ends.
type Message struct {
	Domain, User, Host string // of the client, in an AUTHENTICATE_MESSAGE; empty if it is anonymous
	Server             string // name of the server, by DNS or else NetBIOS, in a CHALLENGE_MESSAGE
}

const (
	signature    = "NTLMSSP\x00"
	challenge    = 2
	authenticate = 3

	maxName = 256 // bytes of a name on the wire that are read
)

// Find reads the first message that data contains anywhere, such as in SPNEGO. It reports false if there is none that names
// an end.
func Find(data []byte) (m Message, ok bool) {
	i := bytes.Index(data, []byte(signature))
	if i < 0 || len(data) < i+len(signature)+4 {
		return m, false
	}
	b := data[i:]
	switch binary.LittleEndian.Uint32(b[len(signature):]) {
	case challenge:
		m.Server = serverName(field(b, 40))
	case authenticate:
		if len(b) < 64 {
			return m, false
		}
		text := wire.UTF16
		if b[60]&1 == 0 { // NTLMSSP_NEGOTIATE_UNICODE
			text = func(b []byte) string { return string(b) }
		}
		m.Domain, m.User, m.Host = text(name(b, 28)), text(name(b, 36)), text(name(b, 44))
	}
	return m, m != Message{}
}

// field returns what the length and offset at a place of b refer to, as far as it is there.
func field(b []byte, at int) []byte {
	if len(b) < at+8 {
		return nil
	}
	offset := int64(binary.LittleEndian.Uint32(b[at+4:]))
	if offset >= int64(len(b)) {
		return nil
	}
	b = b[offset:min(len(b), int(offset)+int(binary.LittleEndian.Uint16(b[at:])))]
	return b
}

// name is a field that is shown only if it is whole.
func name(b []byte, at int) []byte {
	f := field(b, at)
	if len(f) != int(binary.LittleEndian.Uint16(b[at:])) {
		return nil
	}
	return f[:min(len(f), maxName)]
}

// serverName reads a list of AV_PAIR (section 2.2.2.1).
func serverName(list []byte) (server string) {
	const end, netbios, dns = 0, 1, 3
	for len(list) >= 4 {
		id, n := binary.LittleEndian.Uint16(list), int(binary.LittleEndian.Uint16(list[2:]))
		list = list[4:]
		if id == end || n > len(list) {
			break
		}
		if id == dns || id == netbios && server == "" {
			server = wire.UTF16(list[:min(n, maxName)])
		}
		list = list[n:]
	}
	return server
}
