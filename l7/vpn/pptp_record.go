//go:build !nfstream_no_vpn

package vpn

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// PPTP is what both sides say of themselves.
type PPTP struct {
	_ metadata.Uncompared

	Host, Vendor, Server string
}

func pptpColumns() []*metadata.Column {
	return metadata.TextColumns(`pptp_host name of the client
pptp_vendor vendor of the client
pptp_server name of the server`, func(m *PPTP, i int) string {
		return [...]string{m.Host, m.Vendor, m.Server}[i]
	})
}

// pptpDialogue reads the request to start a control connection, and its reply (RFC 2637, sections 2.1 and 2.2).
var pptpDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 256, Length: func(b []byte) int {
		switch {
		case len(b) < 2:
			return 0
		case b[0] != 0 || b[1] < 12:
			return -1
		}
		return int(binary.BigEndian.Uint16(b))
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		const host, vendor, end = 28, 92, 156
		if len(b) < end {
			return true
		}
		name, _, _ := bytes.Cut(b[host:vendor], []byte{0})
		if b[9] != 1 {
			l7.Record[PPTP](c).Server = string(name)
			return true
		}
		maker, _, _ := bytes.Cut(b[vendor:end], []byte{0})
		m := l7.Record[PPTP](c)
		m.Host, m.Vendor = string(name), string(maker)
		return false
	},
}
