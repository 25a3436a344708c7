package record

import "github.com/nfstream/nfstream-go/packet"

const (
	protoICMP   = 1
	protoICMPv6 = 58
)

// message is the first one of a flow of ICMP (RFC 792) or ICMPv6 (RFC 4443, section 2.1).
type message struct {
	kind, code uint8
	sender     uint8 // 1 + its direction; 0 while there was none
}

// note looks at a packet of the flow.
func (m *message) note(p *packet.Packet) {
	if m.sender == 0 && !p.Fragment && p.End-p.Transport >= 2 {
		*m = message{p.Data[p.Transport], p.Data[p.Transport+1], 1 + p.Direction&1}
	}
}
