// Package packet decodes the headers of one captured frame, from the link layer down to the transport, in one pass that
// allocates nothing and leaves offsets.
package packet

import (
	"net/netip"

	"github.com/nfstream/nfstream-go/flowkey"
)

// NoOffset stands for a header that the frame does not have.
const NoOffset = ^uint32(0)

// TCP flag bits as on the wire (RFC 9293, section 3.1).
const (
	FIN uint8 = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
)

// Packet is one frame and what its headers say. The caller sets Data, Time and WireLength; Decoder.Decode sets the
// rest. Data is borrowed from the source's batch, so a Packet is valid for as long as that is.
type Packet struct {
	Key  flowkey.Key
	Hash uint64 // of Key
	Time int64  // capture time in nanoseconds since the Unix epoch

	WireLength uint32 // length of the frame on the wire in bytes; more than len(Data) when the capture cut it

	// Lengths on the wire in bytes, as the headers state them.
	IPLength        uint32 // the IP packet with its header, without link-layer padding unless that is accounted
	TransportLength uint32 // the IP packet without its header and extension headers
	PayloadLength   uint32 // the transport's payload

	// TCP only, otherwise zero (RFC 9293, section 3.1).
	Seq    uint32
	Ack    uint32
	Window uint16
	Flags  uint8

	Reverse bool // the sender is end B of Key

	// Direction is 0 when the packet goes from the flow's source to its destination, 1 when it comes back. The flow table
	// sets it.
	Direction uint8

	// Damaged says that the transport header contradicts itself: a TCP data offset below 5, a UDP length below 8, or an
	// end of the IP packet inside the header. Ports and flags are as they were captured, and there is no payload.
	Damaged bool

	// Fragment says that this is a fragment of an IP packet after its first, whose transport header is elsewhere.
	Fragment bool

	// Orphan says that it is one whose first fragment was not seen, so that its ports, and with IPv6 perhaps its protocol,
	// are not known.
	Orphan bool

	// Partial says that the packet is in a tunnel, and longer than the fragment of the packet around it that was seen.
	Partial bool

	// Offsets into Data. Network is that of the innermost decoded IP header, Transport that of what follows its
	// extension headers or options, Payload that of the transport's payload and End its end without link-layer padding.
	// Network <= Transport <= Payload <= End <= len(Data) for a packet whose Status is OK.
	Network, Transport, Payload, End uint32
	// SrcMAC and DstMAC are offsets of six bytes each, NoOffset where the link layer has none.
	SrcMAC, DstMAC uint32

	Data []byte // the captured bytes
}

// Src returns the sender's address and port.
func (p *Packet) Src() netip.AddrPort { return p.end(p.Reverse) }

// Dst returns the receiver's address and port.
func (p *Packet) Dst() netip.AddrPort { return p.end(!p.Reverse) }

func (p *Packet) end(b bool) netip.AddrPort {
	if b {
		return netip.AddrPortFrom(p.Key.AddrB(), p.Key.PortB)
	}
	return netip.AddrPortFrom(p.Key.AddrA(), p.Key.PortA)
}

// IPPayload returns the captured bytes that follow the IP header and its options or extension headers: the transport
// header and its payload. They are borrowed from Data.
func (p *Packet) IPPayload() []byte { return p.Data[p.Transport:p.End] }

// TransportPayload returns the captured bytes that follow the transport header, borrowed from Data.
func (p *Packet) TransportPayload() []byte { return p.Data[p.Payload:p.End] }
