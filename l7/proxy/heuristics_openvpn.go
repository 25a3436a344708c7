//go:build !nfstream_no_proxy

package proxy

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// What packets of OpenVPN have more than the client's reset, in bytes: the server's reset acknowledges one packet, and an
// acknowledgement has no packet number of its own. Each further packet that it acknowledges adds four.
const (
	ovpnServer          = 12
	ovpnAcknowledgement = 8
	ovpnFurther         = 4
	ovpnMostFurther     = 7
)

// obfuscatedOpenVPN is OpenVPN over UDP whose bytes are changed but not its lengths, as by its XOR patch: both resets, an
// acknowledgement and control packets of both sides, by lengths that agree with one another, and by first bytes that agree and
// differ as opcodes do (Xue et al., OpenVPN is Open to VPN Fingerprinting, 2022).
func obfuscatedOpenVPN() l7.Proto {
	return l7.Proto{
		ID: categories.OpenVPN, On: l7.UDP, Scratch: 8, EachDatagram: true, Probe: probeScrambled,
		Session: l7.Once((*l7.Ctx).ByShapeAlone),
	}
}

// Places in the state of obfuscatedOpenVPN.
const (
	ovpnStage   = iota // 1 after the client's reset, 2 after the server's
	ovpnClient         // its direction
	ovpnLength         // of its reset
	ovpnReset          // opcode of the client's reset
	ovpnReset2         // and of the server's
	ovpnAck            // opcode of acknowledgements, if ovpnSeen has bit 0
	ovpnControl        // opcode of control packets
	ovpnSeen           // bit 0: an acknowledgement; bits 1 and 2: a control packet of either direction
)

func probeScrambled(c *l7.Ctx) l7.Verdict {
	s, n, opcode := c.Scratch(), c.Length(), c.Data[0]
	client := c.Dir&1 == s[ovpnClient]
	switch {
	case s[ovpnStage] == 0:
		if !openvpnResetLength(n) {
			return l7.Reject
		}
		s[ovpnStage], s[ovpnClient], s[ovpnLength], s[ovpnReset] = 1, c.Dir&1, byte(n), opcode
		return l7.More
	case client && n == int(s[ovpnLength]) && opcode == s[ovpnReset]: // sent again
		return l7.More
	case s[ovpnStage] == 1:
		if client || n != int(s[ovpnLength])+ovpnServer || opcode == s[ovpnReset] {
			return l7.Reject
		}
		s[ovpnStage], s[ovpnReset2] = 2, opcode
		return l7.More
	case opcode == s[ovpnReset] || opcode == s[ovpnReset2]:
		return l7.Reject
	}
	return afterResets(s, n-int(s[ovpnLength])-ovpnAcknowledgement, opcode, c.Dir&1)
}

// afterResets judges a packet by its opcode, and by how much longer it is than an acknowledgement of one packet.
func afterResets(s []byte, longer int, opcode, dir uint8) l7.Verdict {
	const all = 7
	if longer >= 0 && longer <= ovpnFurther*ovpnMostFurther && longer%ovpnFurther == 0 {
		if s[ovpnSeen]&1 != 0 && s[ovpnAck] != opcode {
			return l7.Reject
		}
		s[ovpnSeen], s[ovpnAck] = s[ovpnSeen]|1, opcode
	} else {
		if s[ovpnSeen]&^1 != 0 && s[ovpnControl] != opcode || longer < 0 {
			return l7.Reject
		}
		s[ovpnSeen], s[ovpnControl] = s[ovpnSeen]|2<<dir, opcode
	}
	if s[ovpnSeen] == all {
		return l7.MatchIf(s[ovpnAck] != s[ovpnControl])
	}
	return l7.More
}

// obfuscatedOpenVPNStream is the same over TCP, where the lengths stay in clear before the packets.
func obfuscatedOpenVPNStream() l7.Proto {
	return l7.Proto{
		ID: categories.OpenVPN, On: l7.TCP, First: l7.Bytes(0), Probe: probeScrambledStream,
		Session: l7.Once((*l7.Ctx).ByShapeAlone),
	}
}

func probeScrambledStream(c *l7.Ctx) l7.Verdict {
	first, ok := frame(c.Data)
	other, whole := frame(c.Other())
	switch {
	case !c.Begin || ok && !openvpnResetLength(len(first)) && !openvpnResetLength(len(first)-ovpnServer):
		return l7.Reject
	case !ok || !whole:
		return l7.More
	}
	client, server, stream := first, other, c.Data
	if len(first) > len(other) {
		client, server, stream = other, first, c.Other()
	}
	if !openvpnResetLength(len(client)) || len(server) != len(client)+ovpnServer || client[0] == server[0] {
		return l7.Reject
	}
	next, ok := frame(stream[2+len(client):])
	if !ok {
		return l7.More
	}
	return l7.MatchIf(next[0] != client[0] && next[0] != server[0] && len(next) >= len(client)+ovpnAcknowledgement)
}

// frame returns the first packet of a stream, after its length.
func frame(b []byte) (packet []byte, ok bool) {
	if len(b) < 2 {
		return nil, false
	}
	n := int(binary.BigEndian.Uint16(b))
	if n == 0 || len(b) < 2+n {
		return nil, false
	}
	return b[2 : 2+n], true
}

// openvpnResetLength reports whether a client's reset has n bytes: in clear, with a digest of tls-auth, or with tls-crypt.
func openvpnResetLength(n int) bool {
	switch n {
	case 14, 14 + 8 + 16, 14 + 8 + 20, 14 + 8 + 28, 14 + 8 + 32, 14 + 8 + 48, 14 + 8 + 64:
		return true
	}
	return false
}
