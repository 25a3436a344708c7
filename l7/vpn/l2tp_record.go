//go:build !nfstream_no_vpn

package vpn

import (
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// L2TP is what both sides say of themselves.
type L2TP struct {
	_ metadata.Uncompared

	Host, Vendor, Server string
}

func l2tpColumns() []*metadata.Column {
	return metadata.TextColumns(`l2tp_host name of who asks for the tunnel
l2tp_vendor vendor of who asks for the tunnel
l2tp_server name of the other side`, func(m *L2TP, i int) string {
		return [...]string{m.Host, m.Vendor, m.Server}[i]
	})
}

// l2tpDialogue reads the request to start a control connection, and its reply (RFC 2661, sections 4.1, 4.4.3 and 6.1).
var l2tpDialogue = &frames.Dialogue{Read: func(c *l7.Ctx, b []byte) (done bool) {
	const request, reply, host, vendor = 1, 2, 7, 8
	if len(b) < l2tpHeader+8 || b[0] < 0x80 {
		return b[0] < 0x80 // data
	}
	kind := b[l2tpHeader+7]
	if kind != request && kind != reply {
		return true
	}
	m, r := l7.Record[L2TP](c), wire.NewCursor(b[l2tpHeader:])
	for r.Len() >= 6 {
		length := int(r.Uint16()&0x3ff) - 6
		maker, attribute := r.Uint16(), r.Uint16()
		value := r.Bytes(length)
		switch text := string(value[:min(len(value), 256)]); {
		case maker != 0:
		case attribute == host && kind == request:
			m.Host = text
		case attribute == host:
			m.Server = text
		case attribute == vendor && kind == request:
			m.Vendor = text
		}
	}
	return kind == reply
}}
