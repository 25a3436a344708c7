package packet

import "encoding/binary"

// Kinds of tunnels, the values of the column tunnel_id and of flowkey.Key.Tunnel.
const (
	TunnelNone uint32 = iota
	TunnelGTP
	TunnelCAPWAP
	TunnelTZSP
	TunnelL2TP
	TunnelVXLAN
	TunnelGRE
	TunnelGeneve
	TunnelIPIP
	TunnelTeredo
	TunnelMPLS // in UDP
	TunnelEtherIP
	TunnelAYIYA
)

// UDP ports of tunnels (IANA's Service Name and Transport Protocol Port Number Registry).
const (
	portL2TP      = 1701
	portGTP       = 2152
	portTeredo    = 3544
	portGRE       = 4754
	portVXLAN     = 4789
	portVXLANGPE  = 4790
	portAYIYA     = 5072
	portCAPWAP    = 5247 // the data channel
	portGeneve    = 6081
	portMPLS      = 6635
	portVXLANOld  = 8472 // Linux before the registration
	portTZSP      = 37008
	maxTunnelTags = 64 // maximum tags or options of a tunnel header
)

// mayCarry is the set of IP protocols that can carry a tunnel.
var mayCarry = [256]bool{protoIPv4: true, protoIPv6: true, protoGRE: true, protoL2TP: true, protoUDP: true,
	protoEtherIP: true}

// decapsulate decodes the inner packet while the packet is a tunnel with decodable content. A later fragment has no
// tunnel header and remains unchanged.
func (d *Decoder) decapsulate(f *frame, p *Packet) {
	for mayCarry[p.Key.Proto] && !p.Fragment {
		kind, ok := f.tunnel(p)
		if !ok {
			return
		}
		outer := *p
		p.Key.Tunnel = kind
		if d.walk(f, p) != OK {
			*p = outer
			return
		}
		p.Partial = f.partial && p.IPLength > f.wire-p.Network
	}
}

// mayBeTunnel reports whether the packet's protocol or ports suggest a tunnel.
func (f *frame) mayBeTunnel(p *Packet) bool {
	return p.Key.Proto != protoUDP || udpTunnel(p.Key.PortA, p.Key.PortB) != TunnelNone
}

// tunnel reads the tunnel header in the packet's payload and returns its kind, or TunnelNone.
func (f *frame) tunnel(p *Packet) (kind uint32, ok bool) {
	if p.Key.Proto == protoUDP {
		kind = udpTunnel(p.Key.PortA, p.Key.PortB)
		if kind == TunnelNone {
			return kind, false
		}
		f.enter(p)
		return kind, f.udpTunnel(kind, p.Key.PortB)
	}
	f.enter(p)
	switch p.Key.Proto {
	case protoGRE:
		return TunnelGRE, f.gre()
	case protoL2TP:
		return TunnelL2TP, f.l2tpSession()
	case protoEtherIP:
		return TunnelEtherIP, f.etherIP()
	case protoIPv4:
		f.next = headerIPv4
	case protoIPv6:
		f.next = headerIPv6
	}
	return TunnelIPIP, true
}

// enter limits the frame to the payload of p.
func (f *frame) enter(p *Packet) {
	f.data = f.data[:p.End]
	f.off = int(p.Payload)
	f.wire = saturatingAdd(p.Payload, p.PayloadLength)
	f.partial = f.partial || f.ip.part == firstFragment
}

// udpTunnel returns the kind of tunnel that the ports suggest. Where the source port only spreads load, the
// destination port decides.
func udpTunnel(src, dst uint16) uint32 {
	switch dst {
	case portGTP:
		return TunnelGTP
	case portVXLAN, portVXLANOld, portVXLANGPE:
		return TunnelVXLAN
	case portGeneve:
		return TunnelGeneve
	case portTZSP:
		return TunnelTZSP
	case portMPLS:
		return TunnelMPLS
	case portGRE:
		return TunnelGRE
	}
	if kind := eitherPort(src); kind != TunnelNone {
		return kind
	}
	return eitherPort(dst)
}

// eitherPort returns the kind of tunnel of a port that either end may use.
func eitherPort(port uint16) uint32 {
	switch port {
	case portCAPWAP:
		return TunnelCAPWAP
	case portL2TP:
		return TunnelL2TP
	case portTeredo:
		return TunnelTeredo
	case portAYIYA:
		return TunnelAYIYA
	}
	return TunnelNone
}

func (f *frame) udpTunnel(kind uint32, port uint16) bool {
	switch kind {
	case TunnelGTP:
		return f.gtp()
	case TunnelVXLAN:
		return f.vxlan(port == portVXLANGPE)
	case TunnelGeneve:
		return f.geneve()
	case TunnelTZSP:
		return f.tzsp()
	case TunnelCAPWAP:
		return f.capwap()
	case TunnelMPLS:
		return f.mplsStack()
	case TunnelGRE:
		return f.greInUDP()
	case TunnelTeredo:
		return f.teredo()
	case TunnelAYIYA:
		return f.ayiya()
	}
	return f.l2tp()
}

// EtherIP (RFC 3378, section 3): version 3 and reserved bits.
const (
	etherIPLength  = 2
	etherIPVersion = 0x3000
)

func (f *frame) etherIP() bool {
	b := f.rest()
	if len(b) < etherIPLength || binary.BigEndian.Uint16(b) != etherIPVersion {
		return false
	}
	f.skip(etherIPLength, headerEthernet)
	return true
}

// bridged sets the next header by the EtherType field of a header inside IP, and reports whether Decode supports it.
func (f *frame) bridged(t uint16) bool { return t > maxLength8023 && f.etherType(t) == OK }
