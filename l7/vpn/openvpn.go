//go:build !nfstream_no_vpn

package vpn

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Opcodes of OpenVPN are the five upper bits of the first byte; the lower three are the key, 0 for a reset (OpenVPN
// Wire Protocol; OpenVPN, ssl.h).
const (
	openvpnClient1 = 1 << 3 // P_CONTROL_HARD_RESET_CLIENT_V1
	openvpnServer1 = 2 << 3
	openvpnClient2 = 7 << 3
	openvpnServer2 = 8 << 3
	openvpnClient3 = 10 << 3 // tls-crypt-v2
)

const (
	openvpnHeader = 1 + 8      // opcode and session
	openvpnReplay = 4 + 4      // packet and time, with tls-auth and tls-crypt
	openvpnEarly  = 0x0f << 24 // replay packet of early negotiation
	openvpnClient = 1 + 4      // no acknowledgement, packet 0
	openvpnServer = 1 + 4 + 8 + 4
	openvpnCrypt  = openvpnHeader + openvpnReplay + 32 // HMAC-SHA256 of tls-crypt
)

// openvpn recognises OpenVPN (OpenVPN Wire Protocol) over UDP by the reset that opens a session: plain, with tls-auth
// and any digest, with tls-crypt, or with tls-crypt-v2.
func openvpn() l7.Proto {
	return l7.Proto{
		ID: categories.OpenVPN, On: l7.UDP, Ports: []uint16{1194}, Min: openvpnHeader + openvpnClient,
		First: openvpnResets,
		Probe: func(c *l7.Ctx) l7.Verdict {
			if openvpnReset(c.Data) {
				return l7.Match
			}
			return l7.Reject
		},
		Session: l7.Once(func(c *l7.Ctx) { readOpenVPN(c, c.Data) }), Columns: openvpnColumns(),
		Samples: [][]byte{
			[]byte("\x38session1\x00\x00\x00\x00\x00"),
			[]byte("\x40session2\x01\x00\x00\x00\x00session1\x00\x00\x00\x00"),
			[]byte("\x38session1abcdefghijklmnopqrst\x00\x00\x00\x01\x60\x00\x00\x00\x00\x00\x00\x00\x00"),
			[]byte("\x38session1\x00\x00\x00\x01\x60\x00\x00\x00abcdefghijklmnopqrstuvwxyzABCDEF12345"),
		},
	}
}

// openvpnStream recognises OpenVPN over TCP, where a length of two bytes precedes each packet.
func openvpnStream() l7.Proto {
	return l7.Proto{
		ID: categories.OpenVPN, On: l7.TCP, Ports: []uint16{1194}, First: l7.Bytes(0, 1, 2, 3, 4),
		Probe: probeOpenVPNStream,
		Session: l7.Once(func(c *l7.Ctx) {
			if len(c.Data) < 2 {
				return
			}
			if n := 2 + int(binary.BigEndian.Uint16(c.Data)); n <= len(c.Data) {
				readOpenVPN(c, c.Data[2:n])
			}
		}), Columns: openvpnColumns(),
		Samples: [][]byte{
			[]byte("\x00\x0e\x38session1\x00\x00\x00\x00\x00"),
			[]byte("\x00\x2a\x38session1abcdefghijklmnopqrst\x00\x00\x00\x01\x60\x00\x00\x00\x00\x00\x00\x00\x00"),
		},
	}
}

var openvpnResets = l7.Bytes(openvpnClient1, openvpnServer1, openvpnClient2, openvpnServer2, openvpnClient3)

func probeOpenVPNStream(c *l7.Ctx) l7.Verdict {
	const prefix, most = 2, 1 << 10
	b := c.Data
	switch {
	case b[0] > most>>8:
		return l7.Reject
	case len(b) < prefix:
		return l7.More
	}
	n := int(binary.BigEndian.Uint16(b))
	switch {
	case n < openvpnHeader+openvpnClient, len(b) > prefix && !openvpnResets.Has(b[prefix]):
		return l7.Reject
	case len(b) < prefix+n:
		return l7.More
	case openvpnReset(b[prefix : prefix+n]):
		return l7.Match
	}
	return l7.Reject
}

// openvpnReset reports whether a packet is a reset.
func openvpnReset(b []byte) bool {
	if len(b) < openvpnHeader+openvpnClient || bytes.Count(b[1:openvpnHeader], []byte{0}) > 2 { // the session is random
		return false
	}
	switch b[0] {
	case openvpnClient1, openvpnClient2:
		return openvpnPlain(b, openvpnClient) || len(b) == openvpnCrypt+openvpnClient && openvpnFresh(b[openvpnHeader:])
	case openvpnServer1, openvpnServer2:
		return openvpnPlain(b, openvpnServer) ||
			len(b) >= openvpnCrypt+openvpnServer && len(b) < 2*openvpnCrypt && openvpnFresh(b[openvpnHeader:])
	case openvpnClient3:
		wrapped := int(binary.BigEndian.Uint16(b[len(b)-2:])) // the client's key, with its length at its end
		return len(b) == openvpnCrypt+openvpnClient+wrapped && openvpnFresh(b[openvpnHeader:])
	}
	return false
}

// openvpnPlain reports whether a reset in clear ends with acknowledgements and its packet number, 0. The digest and the
// replay protection of tls-auth may precede them.
func openvpnPlain(b []byte, tail int) bool {
	at := len(b) - tail
	if at < openvpnHeader || binary.BigEndian.Uint32(b[len(b)-4:]) != 0 {
		return false
	}
	switch {
	case tail == openvpnClient && b[at] != 0:
		return false
	case tail == openvpnServer && (b[at] != 1 || binary.BigEndian.Uint32(b[at+1:]) > 0xff):
		return false
	}
	switch at - openvpnHeader - openvpnReplay {
	case -openvpnReplay:
		return true
	case 16, 20, 28, 32, 48, 64: // MD5, SHA-1 and SHA-2
		return openvpnFresh(b[at-openvpnReplay:])
	}
	return false
}

// openvpnFresh reports whether replay protection begins: a small packet number and a time since 2001.
func openvpnFresh(b []byte) bool {
	number, time := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
	return number&^openvpnEarly != 0 && number&^openvpnEarly <= 0xff && time >= 1_000_000_000 && time < 0xa0000000
}

// readOpenVPN writes down how a reset is protected.
func readOpenVPN(c *l7.Ctx, b []byte) {
	if openvpnReset(b) {
		l7.Record[OpenVPN](c).Protection = openvpnProtection(b)
	}
}

// openvpnProtection returns how a reset is protected.
func openvpnProtection(b []byte) string {
	tail := openvpnClient
	if b[0] == openvpnServer1 || b[0] == openvpnServer2 {
		tail = openvpnServer
	}
	switch {
	case b[0] == openvpnClient3:
		return "tls-crypt-v2"
	case len(b) == openvpnHeader+tail:
		return "none"
	case openvpnPlain(b, tail):
		return "tls-auth"
	}
	return "tls-crypt"
}
