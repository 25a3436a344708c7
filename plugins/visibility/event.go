package visibility

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/flowkey"
)

// event is a packet that leaves this host and so reveals a socket.
type event struct {
	pair     pair // as its sender sees it
	accepted bool // the answer to a SYN: the socket is about to be accepted
	family   uint8
}

// Headers, in bytes (RFC 791, RFC 8200, RFC 9293).
const (
	headerIPv4 = 20
	headerIPv6 = 40
	toFlags    = 13 // from the start of the TCP header

	flagSYN = 2
	flagACK = 16
)

// parseEvent reads a packet from its IP header. ok is false unless it is a SYN or a datagram, unfragmented or a first
// fragment.
func parseEvent(b []byte) (e event, ok bool) {
	if len(b) == 0 {
		return e, false
	}
	switch b[0] >> 4 {
	case 4:
		size := int(b[0]&15) * 4
		if size < headerIPv4 || len(b) < size || binary.BigEndian.Uint16(b[6:])&0x1fff != 0 {
			return e, false
		}
		e.family, e.pair.protocol = familyIPv4, b[9]
		flowkey.PutIPv4(&e.pair.local, b[12:16])
		flowkey.PutIPv4(&e.pair.remote, b[16:20])
		return e, e.transport(b[size:])
	case 6:
		if len(b) < headerIPv6 {
			return e, false
		}
		e.family, e.pair.protocol = familyIPv6, b[6]
		e.pair.local, e.pair.remote = address(b[8:24]), address(b[24:40])
		return e, e.transport(b[headerIPv6:])
	}
	return e, false
}

func (e *event) transport(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	e.pair.localPort, e.pair.remotePort = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	switch e.pair.protocol {
	case protocolUDP:
		return true
	case protocolTCP:
		if len(b) <= toFlags || b[toFlags]&flagSYN == 0 {
			return false
		}
		e.accepted = b[toFlags]&flagACK != 0
		return true
	}
	return false
}
