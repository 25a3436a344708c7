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
