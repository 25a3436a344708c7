package remote

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// RDP is what both sides say before they log in.
type RDP struct {
	_ metadata.Uncompared

	Cookie    string   // user or token by which the client names itself to a balancer
	Requested []string // security protocols that the client can do: rdp, tls, hybrid, rdstls, hybrid-ex, rdsaad
	Selected  string   // the one that the server chose
}

func rdpColumns() []*metadata.Column {
	type record = *RDP
	return []*metadata.Column{
		metadata.Text("rdp_cookie", "user or token by which the client names itself", func(m record) string { return m.Cookie }),
		metadata.Texts("rdp_requested_protocols", "security protocols that the client can do: rdp, tls, hybrid, rdstls, hybrid-ex, rdsaad",
			func(m record) []string { return m.Requested }),
		metadata.Text("rdp_selected_protocol", "security protocol that the server chose",
			func(m record) string { return m.Selected }).Repeating(),
	}
}

// rdpProtocols returns the names of the bits of security protocols (MS-RDPBCGR, section 2.2.1.1.1).
func rdpProtocols(bits uint32) (names []string) {
	for i, name := range [...]string{"tls", "hybrid", "rdstls", "hybrid-ex", "rdsaad"} {
		if bits>>i&1 != 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		names = []string{"rdp"}
	}
	return names
}

// readRDPRequest reads what follows X.224's header: a token or cookie, and a negotiation.
func readRDPRequest(c *l7.Ctx, b []byte) {
	m := l7.Record[RDP](c)
	if line, rest, ok := bytes.Cut(b, []byte("\r\n")); ok && bytes.HasPrefix(line, []byte("Cookie: ")) {
		_, cookie, _ := bytes.Cut(line, []byte("="))
		m.Cookie, b = string(cookie[:min(len(cookie), 256)]), rest
	}
	if len(b) >= 8 && b[0] == negotiationRequest {
		m.Requested = rdpProtocols(binary.LittleEndian.Uint32(b[4:]))
	}
}

// VNC is what both sides agree on.
type VNC struct {
	_ metadata.Uncompared

	Version  string // that the client chose, such as 3.8
	Security uint8  // type that was chosen, such as 1: none, 2: VNC's own, 19: VeNCrypt
}

func vncColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("vnc_version", "version of the protocol that the client chose", func(m *VNC) string { return m.Version }).Repeating(),
		metadata.Int("vnc_security", "type of security that was chosen, such as 1: none, 2: a password, 19: VeNCrypt",
			func(m *VNC) int64 { return int64(m.Security) }).Unsigned(8).OrNone(),
	}
}

// vncDialogue reads the versions of both sides, and byte by byte the type of security: it is the client's next byte, or in version
// 3.3 the server's (RFC 6143, sections 7.1.1 and 7.1.2).
var vncDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: vncVersion, Length: func(b []byte) int {
		if len(b) > 0 && b[0] == 'R' {
			return vncVersion
		}
		return min(len(b), 1)
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		m := l7.Record[VNC](c)
		switch old := m.Version == "3.3"; {
		case len(b) == vncVersion && b[7] == '.':
			m.Version = string(append(append(bytes.TrimLeft(b[4:7], "0"), '.'), bytes.TrimLeft(b[8:11], "0")...))
		case old == (c.Dir == 1) && b[0] != 0:
			m.Security = b[0]
			return true
		}
		return false
	},
}

const vncVersion = 12

// vnc is RFB, the protocol of VNC (RFC 6143, section 7.1.1): the version.
func vnc() l7.Proto {
	p := l7.Prefixed(categories.VNC, l7.TCP, []uint16{5900, 5901}, "RFB 003.", "RFB 004.", "RFB 005.")
	p.Session, p.Columns = vncDialogue.Sessions(), vncColumns()
	return p
}
