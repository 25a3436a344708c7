// Package gopacketlayers decodes the packets that plug-ins see by the layers of gopacket, and converts keys and ends of
// flows to gopacket's and back.
//
// What the meter has decoded is not decoded again: Network, Transport and Payload go on where its own headers end, behind
// tunnels and tags. A program that imports this package links gopacket/layers, which is 1.6 MB.
package gopacketlayers

import (
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"github.com/nfstream/nfstream-go/packet"
)

// options are those of all packets: gopacket decodes a layer when it is asked for, and borrows the bytes.
var options = gopacket.DecodeOptions{Lazy: true, NoCopy: true}

// Frame returns the whole frame as a gopacket.Packet, from its link-layer header on. It borrows p.Data, and so is valid as
// long as p is: in a hook of a plug-in until that returns. It is decoded as far as its layers are asked for, by one
// goroutine at a time. Each call allocates; a Parser does not.
func Frame(p *packet.Packet) gopacket.Packet {
	return with(gopacket.NewPacket(p.Data, layers.LinkType(p.Link), options), p, len(p.Data), int(p.WireLength))
}

// Network is Frame from the innermost IP header on, without padding of the link layer behind it.
func Network(p *packet.Packet) gopacket.Packet {
	return with(gopacket.NewPacket(p.Data[p.Network:p.End], networkType(p), options), p, int(p.End-p.Network), int(p.IPLength))
}

// Payload decodes the payload of the transport layer as a layer of gopacket, such as layers.LayerTypeDNS. It is nil for a
// packet without payload.
func Payload(p *packet.Packet, first gopacket.Decoder) gopacket.Packet {
	b := p.TransportPayload()
	if len(b) == 0 {
		return nil
	}
	return with(gopacket.NewPacket(b, first, options), p, len(b), int(p.PayloadLength))
}

// with sets what the headers of a packet do not say.
func with(g gopacket.Packet, p *packet.Packet, captured, length int) gopacket.Packet {
	m := g.Metadata()
	m.CaptureInfo = gopacket.CaptureInfo{Timestamp: time.Unix(0, p.Time).UTC(), CaptureLength: captured,
		Length: max(captured, length)}
	m.Truncated = m.Truncated || captured < length
	return g
}

func networkType(p *packet.Packet) gopacket.LayerType {
	if p.Key.Ver == 4 {
		return layers.LayerTypeIPv4
	}
	return layers.LayerTypeIPv6
}

// A Parser decodes packets into layers that the caller owns and that each call overwrites, by gopacket's
// DecodingLayerParser. It allocates no more than the layers do. One goroutine at a time may use it, so a plug-in makes one
// in Open.
//
// Each method returns the types of the layers that it has decoded, in order, in memory that the next call overwrites. It
// ends without an error at a layer that is not among those of NewParser. The error is that of a layer that cannot be
// decoded; those before it are returned nevertheless.
type Parser struct {
	container gopacket.DecodingLayerContainer
	starts    []start
	decoded   []gopacket.LayerType
}

// start is the parser for packets that begin with a layer.
type start struct {
	first  gopacket.LayerType
	parser *gopacket.DecodingLayerParser
}

// NewParser returns a Parser that fills the given layers.
func NewParser(into ...gopacket.DecodingLayer) *Parser {
	p := &Parser{container: gopacket.DecodingLayerSparse(nil)}
	for _, layer := range into {
		p.container = p.container.Put(layer)
	}
	return p
}

// Frame decodes a frame from its link-layer header on.
func (p *Parser) Frame(of *packet.Packet) ([]gopacket.LayerType, error) {
	return p.decode(of.Data, layers.LinkType(of.Link).LayerType())
}

// Network decodes a packet from the innermost IP header on.
func (p *Parser) Network(of *packet.Packet) ([]gopacket.LayerType, error) {
	return p.decode(of.Data[of.Network:of.End], networkType(of))
}

// Transport decodes a packet from the transport header on, that of TCP, UDP, SCTP or what else the IP protocol is. A
// fragment after the first, whose bytes are none, has no layers.
func (p *Parser) Transport(of *packet.Packet) ([]gopacket.LayerType, error) {
	if of.Fragment {
		return nil, nil
	}
	return p.decode(of.IPPayload(), layers.IPProtocol(of.Key.Proto).LayerType())
}

// Payload decodes the payload of the transport layer, which begins with a layer of the given type. A packet without
// payload has no layers.
func (p *Parser) Payload(of *packet.Packet, first gopacket.LayerType) ([]gopacket.LayerType, error) {
	return p.decode(of.TransportPayload(), first)
}

func (p *Parser) decode(b []byte, first gopacket.LayerType) ([]gopacket.LayerType, error) {
	if len(b) == 0 {
		return nil, nil
	}
	p.decoded = p.decoded[:0]
	err := p.from(first).DecodeLayers(b, &p.decoded)
	return p.decoded, err
}

// from returns the parser for a first layer, which it makes when it is asked for first.
func (p *Parser) from(first gopacket.LayerType) *gopacket.DecodingLayerParser {
	for i := range p.starts {
		if p.starts[i].first == first {
			return p.starts[i].parser
		}
	}
	parser := gopacket.NewDecodingLayerParser(first)
	parser.IgnoreUnsupported = true
	parser.SetDecodingLayerContainer(p.container)
	p.starts = append(p.starts, start{first, parser})
	return parser
}
