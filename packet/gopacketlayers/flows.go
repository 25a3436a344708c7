package gopacketlayers

import (
	"encoding/binary"
	"errors"
	"net/netip"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/packet"
)

// ErrEnds is the error of KeyOf for flows that are not of IP addresses and ports.
var ErrEnds = errors.New("gopacketlayers: not a flow of IP addresses and of ports")

// FlowsOf returns what gopacket calls the network flow and the transport flow of a packet, from its sender to its
// receiver, with the innermost addresses. They equal those of gopacket's own layers, and so do their hashes. The
// transport flow is gopacket.InvalidFlow for protocols without ports.
func FlowsOf(p *packet.Packet) (network, transport gopacket.Flow) {
	return Flows(p.Src(), p.Dst(), p.Key.Proto)
}

// Flows is FlowsOf for two ends and an IP protocol, such as those of a flow.Flow. Both ends must be of the same version of
// IP.
func Flows(src, dst netip.AddrPort, protocol uint8) (network, transport gopacket.Flow) {
	a, b := src.Addr(), dst.Addr()
	if a.Is4() {
		from, to := a.As4(), b.As4()
		network = gopacket.NewFlow(layers.EndpointIPv4, from[:], to[:])
	} else {
		from, to := a.As16(), b.As16()
		network = gopacket.NewFlow(layers.EndpointIPv6, from[:], to[:])
	}
	kind, ok := portType(protocol)
	if !ok {
		return network, gopacket.InvalidFlow
	}
	var from, to [2]byte
	binary.BigEndian.PutUint16(from[:], src.Port())
	binary.BigEndian.PutUint16(to[:], dst.Port())
	return network, gopacket.NewFlow(kind, from[:], to[:])
}

// portType returns the type of endpoint that gopacket has for ports of an IP protocol.
func portType(protocol uint8) (gopacket.EndpointType, bool) {
	switch layers.IPProtocol(protocol) {
	case layers.IPProtocolTCP:
		return layers.EndpointTCPPort, true
	case layers.IPProtocolUDP:
		return layers.EndpointUDPPort, true
	case layers.IPProtocolSCTP:
		return layers.EndpointSCTPPort, true
	case layers.IPProtocolUDPLite:
		return layers.EndpointUDPLitePort, true
	}
	return 0, false
}

// KeyOf returns the key of gopacket's flows, which is the same for both directions, and whether the sender is its end B.
// The transport flow may be gopacket.InvalidFlow. The key is that of packets without VLAN and tunnel; their fields may be
// set before Hash.
func KeyOf(network, transport gopacket.Flow, protocol uint8) (key flowkey.Key, reverse bool, err error) {
	src, dst := network.Endpoints()
	a, okA := Addr(src)
	b, okB := Addr(dst)
	if !okA || !okB || a.BitLen() != b.BitLen() {
		return key, false, ErrEnds
	}
	key = flowkey.Key{A: a.As16(), B: b.As16(), Proto: protocol, Ver: 6}
	if a.Is4() {
		key.Ver = 4
	}
	if transport != gopacket.InvalidFlow {
		from, to := transport.Endpoints()
		if len(from.Raw()) != 2 || len(to.Raw()) != 2 {
			return key, false, ErrEnds
		}
		key.PortA, key.PortB = binary.BigEndian.Uint16(from.Raw()), binary.BigEndian.Uint16(to.Raw())
	}
	reverse = key.Order()
	return key, reverse, nil
}

// Endpoint returns an address as gopacket's layers have it.
func Endpoint(a netip.Addr) gopacket.Endpoint {
	if a.Is4() {
		b := a.As4()
		return gopacket.NewEndpoint(layers.EndpointIPv4, b[:])
	}
	b := a.As16()
	return gopacket.NewEndpoint(layers.EndpointIPv6, b[:])
}

// Addr returns the address that an endpoint is, and whether it is one of IP.
func Addr(e gopacket.Endpoint) (a netip.Addr, ok bool) {
	switch e.EndpointType() {
	case layers.EndpointIPv4, layers.EndpointIPv6:
		return netip.AddrFromSlice(e.Raw())
	}
	return a, false
}
