package packet

// Tunnel kinds, as the column tunnel_id and flowkey.Key.Tunnel show them.
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
)

// mayCarry says which IP protocols can carry a tunnel.
var mayCarry = [256]bool{protoIPv4: true, protoIPv6: true, protoGRE: true, protoL2TP: true, protoUDP: true}

// decapsulate goes on inside the packet while it is a tunnel whose content decodes.
func (d *Decoder) decapsulate(f *frame, p *Packet) {
}
