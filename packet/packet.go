// Package packet decodes the headers of captured frames, from the link layer to the transport layer. A Decoder fills
// a Packet in one pass: flow key, lengths, flags and offsets into the frame. It does not allocate per packet.
package packet

import (
	"net/netip"

	"github.com/nfstream/nfstream-go/flowkey"
)

// NoOffset is the offset of a header that the frame does not have.
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

// Packet is one frame and its decoded headers. It is valid as long as Data, which is borrowed from the source's
// batch. The caller sets Data, Time, WireLength and Link; Decoder.Decode sets the rest.
type Packet struct {
	Key  flowkey.Key
	Hash uint64 // of Key
	Time int64  // capture time in nanoseconds since the Unix epoch

	WireLength uint32 // length of the frame on the wire in bytes; above len(Data) if the capture cut the frame

	// Lengths on the wire in bytes, as the headers state them.
	IPLength        uint32 // the IP packet with its header, without link-layer padding unless Options.AccountIPPadding
	TransportLength uint32 // the IP packet without its header and extension headers
	PayloadLength   uint32 // the transport's payload

	// TCP only, otherwise zero (RFC 9293, section 3.1).
	Seq    uint32
	Ack    uint32
	Window uint16
	Flags  uint8

	Reverse bool // the sender is end B of Key

	// Direction is 0 from the flow's source to its destination, 1 in the reverse direction. The flow table sets it.
	Direction uint8

	// Damaged reports an invalid transport header: a TCP data offset below 5, a UDP length below 8, or an IP packet
	// that ends inside the header. Ports and flags are as captured, and there is no payload.
	Damaged bool

	// Fragment reports a fragment of an IP packet other than the first, so without a transport header.
	Fragment bool

	// Orphan reports a Fragment without a first fragment. Its ports are unknown, and with IPv6 its protocol may be.
	Orphan bool

	// Partial reports a packet in a tunnel that is longer than the received fragment of the outer packet.
	Partial bool

	Link LinkType // link type of Data

	// Offsets into Data. Network is the innermost decoded IP header. Transport follows its options or extension
	// headers. Payload is the transport payload, and End its end without link-layer padding. Network <= Transport <=
	// Payload <= End <= len(Data) for a packet whose Status is OK.
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
